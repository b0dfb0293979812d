using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Generations.Starting;

/// <summary>Which key made what, for 24 hours from its first use. Keys are claimed in the transaction that they belong to.</summary>
public sealed class IdempotencyKeys(PixzaDatabase database, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <returns>What the key made, or null when it is new or older than its life.</returns>
    public async Task<KeyUse?> FindAsync(Guid accountId, bool liveMode, string route, string key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<KeyUse>(new CommandDefinition(
            FindSql, new { accountId, liveMode, route, key, since = clock.GetUtcNow() - Life }, cancellationToken: cancellationToken));
    }

    private const string FindSql = """
        select fingerprint, resource_id from generations.idempotency_keys
        where (account_id, livemode, route, key) = (@accountId, @liveMode, @route, @key) and created_at >= @since
        """;

    /// <summary>Forgets keys past their life, so that they can be used anew.</summary>
    public async Task<int> ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(ForgetSql, new { before = clock.GetUtcNow() - Life }, cancellationToken: cancellationToken));
    }

    private const string ForgetSql = "delete from generations.idempotency_keys where created_at < @before";

    /// <summary>Forgets this one key if it is past its life.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> ForgetAsync(Guid accountId, bool liveMode, string route, string key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            ForgetOneSql, new { accountId, liveMode, route, key, before = clock.GetUtcNow() - Life }, cancellationToken: cancellationToken)) > 0;
    }

    private const string ForgetOneSql = """
        delete from generations.idempotency_keys
        where (account_id, livemode, route, key) = (@accountId, @liveMode, @route, @key) and created_at < @before
        """;
}

public sealed record KeyUse(byte[] Fingerprint, Guid ResourceId);
