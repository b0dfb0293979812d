using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.Extensions.Options;
using Pixza.Core.Database;
using Pixza.Core.Ledger;

namespace Pixza.Core.Jobs.Recurring;

public sealed class PlanOptions
{
    public const string Section = "Plans";

    /// <summary>Credits granted on the first of each month to an account of the free plan.</summary>
    /// <value>Defaults to 0.</value>
    [Range(0, long.MaxValue)] public long FreeMonthlyCredits { get; set; }

    /// <summary>The same for the pro plan.</summary>
    /// <value>Defaults to 0.</value>
    [Range(0, long.MaxValue)] public long ProMonthlyCredits { get; set; }

    /// <summary>The same for the agency plan.</summary>
    /// <value>Defaults to 0.</value>
    [Range(0, long.MaxValue)] public long AgencyMonthlyCredits { get; set; }
}

/// <summary>Grants each plan's monthly credits, once per account and month: the reference names both.</summary>
public sealed class PlanCreditsJob(PixzaDatabase database, CreditLedger ledger, IOptions<PlanOptions> options, TimeProvider clock) : IRecurringJob
{
    public string Name => "plan-credits";

    public string Cron => "0 10 * * * ?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var month = clock.GetUtcNow().ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (plan, credits) in new[]
        {
            ("free", options.Value.FreeMonthlyCredits), ("pro", options.Value.ProMonthlyCredits), ("agency", options.Value.AgencyMonthlyCredits),
        })
        {
            if (credits == 0)
                continue;
            await using var connection = await database.OpenAsync(cancellationToken);
            var accounts = await connection.QueryAsync<Guid>(new CommandDefinition(DueSql, new { plan, month }, cancellationToken: cancellationToken));
            foreach (var account in accounts)
                await ledger.GrantAsync(new Movement(account, credits, $"plan:{account}:{month}", $"Monthly credits of the {plan} plan"), cancellationToken);
        }
    }

    private const string DueSql = """
        select a.id from accounts.accounts a
        where a.plan = @plan and a.suspended_at is null
          and not exists (select from ledger.transfers t where t.reference = 'plan:' || a.id || ':' || @month)
        """;
}
