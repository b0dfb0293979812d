using Dapper;
using Npgsql;
using Pixza.Core.Ledger;
using Pixza.Testing;

namespace Pixza.Core.Tests.Ledger;

/// <summary>A database with accounts, and the ledger on it.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const string Route = "generate";

    private LedgerWorld(TestDatabase database)
    {
        Database = database;
        Ledger = new CreditLedger(database.Database, TimeProvider.System);
        Verifier = new LedgerVerifier(database.Database);
        Statement = new LedgerStatement(database.Database);
    }

    public TestDatabase Database { get; }

    public CreditLedger Ledger { get; }

    public LedgerVerifier Verifier { get; }

    public LedgerStatement Statement { get; }

    public static DateOnly Period => new(2026, 11, 1);

    public static async Task<LedgerWorld> CreateAsync() => new(await TestDatabase.CreateAsync());

    public async Task<Guid> AccountAsync(long credits = 0)
    {
        var id = Guid.CreateVersion7();
        await using (var connection = await Database.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("""
                insert into accounts.accounts (id, kind, name, webhook_secret, created_at, changed_at) values (@id, 'person', 'Test', decode(repeat('00', 24), 'hex'), now(), now());
                insert into ledger.accounts (owner_id) values (@id)
                """, new { id });
        }

        if (credits > 0)
            await Ledger.GrantAsync(new Movement(id, credits, Reason: "test"), CancellationToken.None);
        return id;
    }

    public async Task<Guid> BudgetAsync(Guid account, long cap, DateOnly? period = null)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "insert into ledger.budgets (id, account_id, cap, period) values (@id, @account, @cap, @period::date)",
            new { id, account, cap, period = (period ?? Period).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) });
        return id;
    }

    public Task<HashSet<Guid>> HoldAsync(params HoldWish[] wishes) => HoldAsync(Period, wishes);

    /// <returns>The wishes that were paid.</returns>
    public async Task<HashSet<Guid>> HoldAsync(DateOnly period, HoldWish[] wishes)
    {
        await using var batch = Database.Database.Source.CreateBatch();
        batch.BatchCommands.Add(Holds.Hold(wishes, Route, period, DateTimeOffset.UtcNow));
        await batch.ExecuteNonQueryAsync();
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<Guid>(
            "select id from ledger.transfers where id = any(@ids) and step = 0", new { ids = wishes.Select(wish => wish.Id).ToArray() })];
    }

    public async Task SettleAsync(params Settlement[] ends)
    {
        await using var batch = Database.Database.Source.CreateBatch();
        batch.BatchCommands.Add(Holds.Settle(ends, Period, DateTimeOffset.UtcNow));
        await batch.ExecuteNonQueryAsync();
    }

    public static HoldWish Wish(Guid account, long amount, Guid? budget = null) => new(Guid.CreateVersion7(), account, amount, budget, "api", null, "test");

    public async Task<(long Available, long Held)> BalanceAsync(Guid account)
    {
        var balance = await Ledger.BalanceAsync(account, CancellationToken.None);
        return (balance!.Available, balance.Held);
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
