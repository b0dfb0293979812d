using Npgsql;
using Pixza.Core.Ledger;
using static Pixza.Core.Tests.Ledger.LedgerWorld;

namespace Pixza.Core.Tests.Ledger;

public sealed class HoldsTests
{
    [Fact]
    public async Task A_hold_moves_credits_aside_and_a_capture_takes_them()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(10);
        var wish = Wish(account, 4);

        await world.HoldAsync(wish);
        var during = await world.BalanceAsync(account);
        await world.SettleAsync(new Settlement(wish.Id, account, Capture: true));

        Assert.Equal((6, 4), during);
        Assert.Equal((6, 0), await world.BalanceAsync(account));
    }

    [Fact]
    public async Task A_release_gives_them_back_and_a_hold_ends_once()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(10);
        var wish = Wish(account, 4);
        await world.HoldAsync(wish);

        await world.SettleAsync(new Settlement(wish.Id, account, Capture: false));
        await world.SettleAsync(new Settlement(wish.Id, account, Capture: true));
        await world.SettleAsync(new Settlement(wish.Id, account, Capture: false));

        Assert.Equal((10, 0), await world.BalanceAsync(account));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from ledger.transfers where step = 1"));
    }

    [Fact]
    public async Task In_a_group_the_first_are_paid_until_the_credits_end_and_balances_are_stored_in_order()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(10);
        var other = await world.AccountAsync(3);
        HoldWish[] wishes = [Wish(account, 4), Wish(other, 3), Wish(account, 4), Wish(account, 4), Wish(other, 1)];

        var paid = await world.HoldAsync(wishes);

        Assert.Equal([true, true, true, false, false], wishes.Select(wish => paid.Contains(wish.Id)));
        Assert.Equal((2, 8), await world.BalanceAsync(account));
        Assert.Equal((0, 3), await world.BalanceAsync(other));
        Assert.Equal("6,2", await world.ScalarAsync<string>(
            "select string_agg(available_after::text, ',' order by array_position(@ids, id)) from ledger.transfers where kind = 'hold' and account_id = @account",
            new { account, ids = wishes.Select(wish => wish.Id).ToArray() }));
    }

    [Fact]
    public async Task A_hundred_at_once_on_credits_for_one_pay_one()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(1);

        var paid = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => world.HoldAsync(Wish(account, 1))));

        Assert.Equal(1, paid.Sum(set => set.Count));
        Assert.Equal((0, 1), await world.BalanceAsync(account));
    }

    [Fact]
    public async Task A_budget_refuses_what_its_month_has_no_room_for_and_gets_back_what_is_released()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(100);
        var budget = await world.BudgetAsync(account, cap: 5);
        var first = Wish(account, 3, budget);

        var paid = await world.HoldAsync(first, Wish(account, 3, budget), Wish(account, 3));
        await world.SettleAsync(new Settlement(first.Id, account, Capture: false));
        var again = await world.HoldAsync(Wish(account, 4, budget));

        Assert.Equal(2, paid.Count);
        Assert.Single(again);
    }

    [Fact]
    public async Task A_new_month_empties_the_budget()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(100);
        var budget = await world.BudgetAsync(account, cap: 5);
        await world.HoldAsync(Wish(account, 5, budget));

        var refused = await world.HoldAsync(Wish(account, 1, budget));
        var nextMonth = await world.HoldAsync(Period.AddMonths(1), [Wish(account, 5, budget)]);

        Assert.Empty(refused);
        Assert.Single(nextMonth);
    }

    [Fact]
    public async Task A_budget_holds_under_parallel_load()
    {
        await using var world = await CreateAsync();
        var account = await world.AccountAsync(1_000);
        var budget = await world.BudgetAsync(account, cap: 20);

        var paid = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => world.HoldAsync(Wish(account, 3, budget))));

        Assert.Equal(6, paid.Sum(set => set.Count));
    }

    [Theory]
    [InlineData("update ledger.transfers set amount = 1")]
    [InlineData("delete from ledger.transfers")]
    [InlineData("truncate ledger.transfers")]
    [InlineData("delete from ledger.accounts")]
    [InlineData("alter table ledger.transfers disable trigger all")]
    [InlineData("update ledger.accounts set available = -1")]
    public async Task The_application_cannot_rewrite_the_books(string sql)
    {
        await using var world = await CreateAsync();
        await world.AccountAsync(10);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.ScalarAsync<long?>(sql));

        Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.CheckViolation, "PX001" });
    }

    [Theory]
    [InlineData("update ledger.transfers set amount = 1")]
    [InlineData("delete from ledger.transfers")]
    [InlineData("truncate ledger.transfers")]
    public async Task Not_even_the_owner_rewrites_a_transfer(string sql)
    {
        await using var world = await CreateAsync();
        await world.AccountAsync(10);
        await using var owner = new NpgsqlConnection(world.Database.ConnectionString);
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand(sql, owner);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal("PX001", refused.SqlState);
    }
}
