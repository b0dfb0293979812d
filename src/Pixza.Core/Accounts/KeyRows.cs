using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>What the cache reads: one key with its account, and the keys for which something changed.</summary>
public sealed class KeyRows(PixzaDatabase database)
{
    internal async Task<KeyEntry?> FindAsync(KeyHash hash, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(FindSql, new { hash = hash.ToArray() }, cancellationToken: cancellationToken));
        return row is null ? null : new KeyEntry(
            new Caller(
                row.AccountId, row.Id, row.Livemode, row.Scopes, row.Models, row.BudgetId, row.Plan,
                row.RateLimit ?? Plans.RateLimit(row.Plan), row.Kind, row.Suspended, row.ExpiresAt),
            row.Revoked, row.KeyChangedAt, row.AccountChangedAt);
    }

    private const string FindSql = """
        select k.id, k.account_id, k.livemode, k.scopes, k.models, k.budget_id, a.plan, a.rate_limit, a.kind,
          a.suspended_at is not null as suspended, k.expires_at, k.revoked_at is not null as revoked,
          k.changed_at as key_changed_at, a.changed_at as account_changed_at
        from accounts.keys k join accounts.accounts a on a.id = k.account_id
        where k.hash = @hash
        """;

    /// <param name="since">A time of the database's clock; null: from now on.</param>
    /// <returns>The database's time at the look, and every key that changed, or whose account did, after <paramref name="since"/>.</returns>
    internal async Task<(DateTimeOffset AsOf, IReadOnlyList<KeyChange> Changes)> ChangedAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        var asOf = await connection.ExecuteScalarAsync<DateTimeOffset>(
            new CommandDefinition(ClockSql, commandTimeout: 2, cancellationToken: cancellationToken));
        var changes = await connection.QueryAsync<KeyChange>(
            new CommandDefinition(ChangedSql, new { since = since ?? asOf }, commandTimeout: 2, cancellationToken: cancellationToken));
        return (asOf, [.. changes]);
    }

    private const string ClockSql = "select clock_timestamp()";

    private const string ChangedSql = """
        select k.hash, k.changed_at as key_changed_at, a.changed_at as account_changed_at
        from accounts.keys k join accounts.accounts a on a.id = k.account_id
        where k.changed_at > @since
        union all
        select k.hash, k.changed_at, a.changed_at
        from accounts.accounts a join accounts.keys k on k.account_id = a.id
        where a.changed_at > @since
        """;

    private sealed record Row
    {
        public Guid Id { get; init; }
        public Guid AccountId { get; init; }
        public bool Livemode { get; init; }
        public string[] Scopes { get; init; } = [];
        public string[]? Models { get; init; }
        public Guid? BudgetId { get; init; }
        public string Plan { get; init; } = "";
        public int? RateLimit { get; init; }
        public string Kind { get; init; } = "";
        public bool Suspended { get; init; }
        public DateTimeOffset? ExpiresAt { get; init; }
        public bool Revoked { get; init; }
        public DateTimeOffset KeyChangedAt { get; init; }
        public DateTimeOffset AccountChangedAt { get; init; }
    }
}

/// <summary>A key as it was read, with the times that say which reading it is.</summary>
internal sealed class KeyEntry(Caller caller, bool revoked, DateTimeOffset keyChangedAt, DateTimeOffset accountChangedAt)
{
    public Caller Caller => caller;
    public bool Revoked => revoked;
    public DateTimeOffset KeyChangedAt => keyChangedAt;
    public DateTimeOffset AccountChangedAt => accountChangedAt;

    /// <summary>The last use that was not written yet; see <see cref="KeyUses"/>.</summary>
    public KeyUse Use { get; } = new();
}

internal sealed record KeyChange(byte[] Hash, DateTimeOffset KeyChangedAt, DateTimeOffset AccountChangedAt);
