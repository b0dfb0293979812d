using Dapper;
using Microsoft.Extensions.Logging;
using Pixza.Core.Database;
using Pixza.Core.Generations.Starting;
using Pixza.Core.Ledger;

namespace Pixza.Core.Jobs.Recurring;

/// <summary>Every night: the books are recomputed, and a difference is an alarm.</summary>
public sealed class VerifyLedgerJob(LedgerVerifier verifier, ILogger<VerifyLedgerJob> log) : IRecurringJob
{
    public string Name => "ledger-verify";

    public string Cron => "0 40 3 * * ?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var difference in await verifier.VerifyAsync(cancellationToken))
            log.LogCritical("The ledger does not balance: {Difference}", difference);
    }
}

/// <summary>Every hour: what is kept for a time only.</summary>
public sealed class RetentionJob(PixzaDatabase database, IdempotencyKeys keys, TimeProvider clock) : IRecurringJob
{
    public string Name => "retention";

    public string Cron => "0 20 * * * ?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await keys.ForgetOldAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(DeliveriesSql, new { before = clock.GetUtcNow().AddDays(-30) }, cancellationToken: cancellationToken));
    }

    private const string DeliveriesSql = "delete from webhooks.deliveries where due_at is null and created_at < @before";
}
