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

    /// <summary>Claims a key for something other than a generation (an upload, say).</summary>
    /// <returns>Null when it is now this resource's; otherwise what it was used for before.</returns>
    public async Task<KeyUse?> ClaimAsync(
        Guid accountId, bool liveMode, string route, string key, byte[] fingerprint, Guid resourceId, CancellationToken cancellationToken)
    {
        await ForgetAsync(accountId, liveMode, route, key, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var claimed = await connection.ExecuteAsync(new CommandDefinition(
            ClaimSql, new { accountId, liveMode, route, key, fingerprint, resourceId, now = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        return claimed == 1 ? null : await FindAsync(accountId, liveMode, route, key, cancellationToken);
    }

    private const string ClaimSql = """
        insert into generations.idempotency_keys (account_id, livemode, route, key, fingerprint, resource_id, created_at)
        values (@accountId, @liveMode, @route, @key, @fingerprint, @resourceId, @now) on conflict do nothing
        """;
}

public sealed record KeyUse(byte[] Fingerprint, Guid ResourceId);
