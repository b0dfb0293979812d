using System.Data.Common;
using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>An account's API keys: made (the secret is returned once and stored as its hash), listed, revoked.</summary>
public sealed class ApiKeys(PixzaDatabase database, KeyCache cache, TimeProvider clock)
{
    public const int MaxNameLength = 100;

    /// <summary>Working keys that one account may have.</summary>
    public const int MaxPerAccount = 100;

    /// <summary>Makes a key, and its monthly cap in the same transaction.</summary>
    public async Task<CreateKeyResult> CreateAsync(NewKey wish, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await CreateAsync(wish, transaction, cancellationToken);
        if (result is CreateKeyResult.Created)
            await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>The same in the caller's transaction, which the caller commits.</summary>
    public async Task<CreateKeyResult> CreateAsync(NewKey wish, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var name = wish.Name.Trim();
        if (Check(wish, name) is { } invalid)
            return invalid;

        // The account's row is locked first and the keys are counted by a second statement, which sees what the one before has
        // committed: two who ask at once can't both make the last key.
        var connection = transaction.Connection!;
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(LockSql, new { wish.AccountId }, transaction, cancellationToken: cancellationToken)))
            return new CreateKeyResult.UnknownAccount();
        var working = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            CountSql, new { wish.AccountId, now = clock.GetUtcNow() }, transaction, cancellationToken: cancellationToken));
        if (working >= MaxPerAccount)
            return new CreateKeyResult.TooMany(MaxPerAccount);

        var secret = ApiKeyFormat.Create(wish.LiveMode);
        ApiKeyFormat.TryRead(secret, out _, out var hash);
        var now = clock.GetUtcNow();
        var row = new
        {
            id = Guid.CreateVersion7(),
            wish.AccountId,
            wish.LiveMode,
            hash = hash.ToArray(),
            display = ApiKeyFormat.Display(secret),
            name,
            scopes = (wish.Scopes ?? KeyScopes.Default).Distinct().ToArray(),
            models = wish.Models?.Distinct().ToArray(),
            budgetId = wish.MonthlyCap is null ? (Guid?)null : Guid.CreateVersion7(),
            wish.MonthlyCap,
            period = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Unspecified),
            wish.ExpiresAt,
            wish.CreatedBy,
            now,
        };
        if (row.budgetId is not null)
            await connection.ExecuteAsync(new CommandDefinition(BudgetSql, row, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(InsertSql, row, transaction, cancellationToken: cancellationToken));
        return new CreateKeyResult.Created(row.id, secret, row.display);
    }

    private const string LockSql = "select true from accounts.accounts where id = @AccountId for no key update";

    private const string CountSql =
        "select count(*) from accounts.keys where account_id = @AccountId and revoked_at is null and (expires_at is null or expires_at > @now)";

    private const string BudgetSql =
        "insert into ledger.budgets (id, account_id, cap, period) values (@budgetId, @AccountId, @MonthlyCap, @period::date)";

    // changed_at is the database's time, here and wherever it is set: it is compared with the database's time on every node.
    private const string InsertSql = """
        insert into accounts.keys
          (id, account_id, livemode, hash, display, name, scopes, models, budget_id, expires_at, created_by, created_at, changed_at)
        values
          (@id, @AccountId, @LiveMode, @hash, @display, @name, @scopes, @models, @budgetId, @ExpiresAt, @CreatedBy, @now, clock_timestamp())
        """;

    /// <summary>All keys of the account, newest first, the revoked ones too.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<ApiKey>(
            new CommandDefinition(ListSql, new { accountId, month = clock.GetUtcNow() }, cancellationToken: cancellationToken))];
    }

    private const string ListSql = """
        select k.id, k.account_id, k.livemode as live_mode, k.display, k.name, k.scopes, k.models, b.cap as monthly_cap,
          case when b.period = date_trunc('month', @month at time zone 'utc')::date then b.used else 0 end as used_this_month,
          k.expires_at, k.revoked_at, k.created_by, k.created_at, k.last_used_at, k.last_used_ip
        from accounts.keys k left join ledger.budgets b on b.id = k.budget_id
        where k.account_id = @accountId
        order by k.id desc
        limit 500
        """;

    /// <summary>Ends a key for good, on every node within a second. May be called twice.</summary>
    /// <returns><see langword="false"/> when the account has no such key.</returns>
    public async Task<bool> RevokeAsync(Guid accountId, Guid keyId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var hash = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
            RevokeSql, new { accountId, keyId, now = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        if (hash is null)
            return false;

        cache.Forget(KeyHash.FromStored(hash));
        return true;
    }

    private const string RevokeSql = """
        update accounts.keys set revoked_at = coalesce(revoked_at, @now), changed_at = clock_timestamp()
        where id = @keyId and account_id = @accountId
        returning hash
        """;

    private static CreateKeyResult.Invalid? Check(NewKey wish, string name) => (name, wish) switch
    {
        ({ Length: 0 }, _) => new("name", "Give the key a name, such as the place where it is used."),
        ({ Length: > MaxNameLength }, _) => new("name", $"A name has at most {MaxNameLength} characters."),
        _ when name.Any(char.IsControl) => new("name", "A name has no control characters."),
        (_, { MonthlyCap: < 1 or > 1_000_000_000 }) => new("monthly_cap", "A monthly cap is 1 credit or more."),
        (_, { Scopes: { } scopes }) when scopes.Count == 0 || scopes.Any(scope => !KeyScopes.All.Contains(scope)) =>
            new("scopes", $"Scopes are {string.Join(", ", KeyScopes.All)}."),
        (_, { Models.Count: 0 }) => new("models", "A list of allowed models names at least one."),
        _ => null,
    };
}

/// <summary>A key to be made.</summary>
/// <param name="CreatedBy">Who did it, for the record: "user:{id}", "operator", "site:{id}".</param>
public sealed record NewKey(Guid AccountId, bool LiveMode, string Name, string CreatedBy)
{
    /// <summary>Of <see cref="KeyScopes"/>; null: <see cref="KeyScopes.Default"/>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The only models that it may use; null: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Credits that it may spend in a calendar month (UTC); null: no cap.</summary>
    public long? MonthlyCap { get; init; }
}

public abstract record CreateKeyResult
{
    private CreateKeyResult() { }

    /// <param name="Secret">The whole key: shown now and never again.</param>
    public sealed record Created(Guid Id, string Secret, string Display) : CreateKeyResult;

    /// <param name="Param">name, monthly_cap, scopes or models.</param>
    public sealed record Invalid(string Param, string Message) : CreateKeyResult;

    /// <summary>The account has as many working keys as one may have.</summary>
    public sealed record TooMany(int Max) : CreateKeyResult;

    public sealed record UnknownAccount : CreateKeyResult;
}

/// <summary>A key as it is listed; the secret itself is nowhere.</summary>
public sealed record ApiKey
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required bool LiveMode { get; init; }

    /// <summary>Such as <c>pk_live_…30a1Ay</c>.</summary>
    public required string Display { get; init; }

    public required string Name { get; init; }
    public required string[] Scopes { get; init; }

    /// <summary>The only models that it may use; null: all.</summary>
    public string[]? Models { get; init; }

    /// <summary>Credits that it may spend in a calendar month (UTC); null: no cap.</summary>
    public long? MonthlyCap { get; init; }

    /// <summary>Credits that counted against the cap this month; 0 without a cap.</summary>
    public long UsedThisMonth { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public string? LastUsedIp { get; init; }

    public bool Works(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
