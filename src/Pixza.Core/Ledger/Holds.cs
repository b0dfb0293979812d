using Npgsql;
using NpgsqlTypes;

namespace Pixza.Core.Ledger;

/// <summary>
/// Hold, capture and release, each one set-based statement for any number of movements: one waiting request is a set of one,
/// a hundred of them cost little more. They ride in the caller's batch, that is in the transaction of the generations' rows.
/// </summary>
public static class Holds
{
    /// <summary>
    /// Sets credits aside, in the order given, for each wish that its account (and its budget) can pay. A wish that can't be paid
    /// leaves nothing behind; whether one was paid shows in ledger.transfers, where it has its id and step 0.
    /// </summary>
    /// <remarks>A wish whose idempotency key another wish has taken on the same route is not paid either.</remarks>
    /// <param name="period">The first day of the current month, for budgets.</param>
    public static NpgsqlBatchCommand Hold(IReadOnlyList<HoldWish> wishes, string route, DateOnly period, DateTimeOffset now) => new(HoldSql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. wishes.Select(wish => wish.Id)] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. wishes.Select(wish => wish.AccountId)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. wishes.Select(wish => wish.Amount)] },
            new NpgsqlParameter<Guid?[]> { TypedValue = [.. wishes.Select(wish => wish.BudgetId)] },
            new NpgsqlParameter<string?[]> { TypedValue = [.. wishes.Select(wish => wish.Channel)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new NpgsqlParameter<Guid?[]> { TypedValue = [.. wishes.Select(wish => wish.InstallationId)] },
            new NpgsqlParameter<string?[]> { TypedValue = [.. wishes.Select(wish => wish.Actor)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new NpgsqlParameter<DateOnly> { TypedValue = period },
            new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
            new NpgsqlParameter<string?[]> { TypedValue = [.. wishes.Select(wish => wish.IdempotencyKey)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new NpgsqlParameter<string> { TypedValue = route },
        },
    };

    // No key update: a row that refers to an account (an idempotency key, a generation) holds a share of its key, which must not be in the way.
    // Accounts are locked in id order, so that two batches never wait for each other in a ring; a budget belongs to one account,
    // whose lock comes first. owed and drawn are running sums: the first wishes are paid, the one that does not fit is not.
    private const string HoldSql = """
        with wish as (
          select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $10::text[])
            with ordinality as w (id, account_id, amount, budget_id, channel, installation_id, actor, key, place)),
        account as materialized (
          select owner_id, available, held from ledger.accounts where owner_id = any($2) order by owner_id for no key update),
        budget as materialized (
          select id, cap - case when period = $8::date then used else 0 end as room from ledger.budgets
          where id = any($4) order by id for no key update),
        running as (
          select wish.*, account.available, account.held,
            sum(amount) over (partition by account_id order by place) as owed,
            sum(amount) over (partition by budget_id order by place) as drawn
          from wish join account on account.owner_id = wish.account_id
          where not exists (select from ledger.transfers done where done.id = wish.id and done.step = 0)
            and (wish.key is null or not exists (
              select from generations.idempotency_keys taken
              where (taken.account_id, taken.livemode, taken.route, taken.key) = (wish.account_id, true, $11::text, wish.key) and taken.resource_id <> wish.id))),
        granted as materialized (
          select running.*, sum(amount) over (partition by account_id order by place)::bigint as taken
          from running left join budget on budget.id = running.budget_id
          where owed <= available and (running.budget_id is null or drawn <= budget.room)),
        moved as (
          update ledger.accounts a set available = a.available - s.amount, held = a.held + s.amount
          from (select account_id, sum(amount)::bigint as amount from granted group by account_id) s
          where a.owner_id = s.account_id and a.owner_id = any($2)),
        drawn as (
          update ledger.budgets b set used = case when period = $8 then used else 0 end + s.amount, period = $8
          from (select budget_id, sum(amount)::bigint as amount from granted where budget_id is not null group by budget_id) s
          where b.id = s.budget_id and b.id = any($4))
        insert into ledger.transfers
          (id, step, kind, account_id, debit, credit, amount, available_after, held_after, channel, installation_id, budget_id, actor, created_at)
        select id, 0, 'hold', account_id, 'available', 'held', amount, available - taken, held + taken, channel, installation_id, budget_id, actor, $9::timestamptz
        from granted
        """;

    /// <summary>
    /// Ends holds: a capture takes the credits, a release gives them back (to the budget too, while its month lasts). A hold that has
    /// ended, or that never was (test mode), is passed over.
    /// </summary>
    public static NpgsqlBatchCommand Settle(IReadOnlyList<Settlement> settlements, DateOnly period, DateTimeOffset now) => new(SettleSql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. settlements.Select(end => end.HoldId)] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. settlements.Select(end => end.AccountId)] },
            new NpgsqlParameter<bool[]> { TypedValue = [.. settlements.Select(end => end.Capture)] },
            new NpgsqlParameter<DateOnly> { TypedValue = period },
            new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
        },
    };

    private const string SettleSql = """
        with account as materialized (
          select owner_id, available, held from ledger.accounts where owner_id = any($2) order by owner_id for no key update),
        ended as materialized (
          select hold.id, hold.account_id, hold.amount, hold.budget_id, hold.channel, hold.installation_id, hold.created_at, wish.captured,
            account.available + sum(case when captured then 0 else hold.amount end) over running as available_after,
            account.held - sum(hold.amount) over running as held_after
          from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as wish (id, account_id, captured)
          join ledger.transfers hold on hold.id = wish.id and hold.step = 0 and hold.account_id = wish.account_id and hold.kind = 'hold'
          join account on account.owner_id = hold.account_id
          where not exists (select from ledger.transfers done where done.id = wish.id and done.step = 1)
          window running as (partition by hold.account_id order by hold.id)),
        moved as (
          update ledger.accounts a set available = a.available + s.returned, held = a.held - s.amount
          from (select account_id, sum(amount)::bigint as amount, sum(case when captured then 0 else amount end)::bigint as returned
                from ended group by account_id) s
          where a.owner_id = s.account_id and a.owner_id = any($2)),
        undrawn as (
          update ledger.budgets b set used = greatest(0, b.used - s.amount)
          from (select budget_id, sum(amount)::bigint as amount from ended
                where not captured and budget_id is not null and created_at >= $4::date group by budget_id) s
          where b.id = s.budget_id and b.period = $4)
        insert into ledger.transfers
          (id, step, kind, account_id, debit, credit, amount, available_after, held_after, channel, installation_id, budget_id, created_at)
        select id, 1, case when captured then 'capture' else 'release' end, account_id, 'held', case when captured then 'spent' else 'available' end,
          amount, available_after, held_after, channel, installation_id, budget_id, $5::timestamptz
        from ended
        """;
}

/// <param name="Id">The generation's id; it becomes the hold's.</param>
/// <param name="Amount">Whole credits, above zero.</param>
public sealed record HoldWish(Guid Id, Guid AccountId, long Amount, Guid? BudgetId, string? Channel, Guid? InstallationId, string? Actor, string? IdempotencyKey = null);

/// <param name="Capture">True takes the credits, false gives them back.</param>
public sealed record Settlement(Guid HoldId, Guid AccountId, bool Capture);
