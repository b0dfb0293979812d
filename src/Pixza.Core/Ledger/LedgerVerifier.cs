using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Ledger;

/// <summary>Recomputes every balance from the transfers and every hold from the generations. Run nightly and by <c>pixza ledger verify</c>.</summary>
public sealed class LedgerVerifier(PixzaDatabase database)
{
    /// <returns>A sentence for each difference; none when the books balance. Reads one snapshot, so it may run under load.</returns>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var differences = new List<string>();
        foreach (var sql in new[] { BalancesSql, EndsSql, HoldsSql, CapturesSql })
            differences.AddRange(await connection.QueryAsync<string>(new CommandDefinition(sql, null, transaction, 600, cancellationToken: cancellationToken)));
        return differences;
    }

    private const string BalancesSql = """
        select format('account %s: available is %s, its transfers say %s; held is %s, its transfers say %s',
          a.owner_id, a.available, coalesce(t.available, 0), a.held, coalesce(t.held, 0))
        from ledger.accounts a
        left join (
          select account_id,
            sum(case when credit = 'available' then amount when debit = 'available' then -amount else 0 end) as available,
            sum(case when credit = 'held' then amount when debit = 'held' then -amount else 0 end) as held
          from ledger.transfers group by account_id) t on t.account_id = a.owner_id
        where a.available <> coalesce(t.available, 0) or a.held <> coalesce(t.held, 0)
        """;

    private const string EndsSql = """
        select format('transfer %s: its %s moved %s credits of account %s, its hold %s of account %s', e.id, e.kind, e.amount, e.account_id, h.amount, h.account_id)
        from ledger.transfers e join ledger.transfers h on h.id = e.id and h.step = 0
        where e.step = 1 and (h.kind <> 'hold' or h.amount <> e.amount or h.account_id <> e.account_id)
        """;

    // A generation that was deleted has ended, so a hold without an end must have its generation.
    private const string HoldsSql = """
        select format('hold %s of account %s is open, its generation is %s', h.id, h.account_id, coalesce(g.status, 'gone'))
        from ledger.transfers h
        left join ledger.transfers e on e.id = h.id and e.step = 1
        left join generations.generations g on g.id = h.id
        where h.kind = 'hold' and e.id is null and coalesce(g.status, 'gone') not in ('queued', 'processing')
        """;

    private const string CapturesSql = """
        select format('generation %s is %s with %s credits used of %s; the ledger has %s', g.id, g.status, g.credits_used, g.credits, coalesce(e.kind, h.kind, 'no hold'))
        from generations.generations g
        left join ledger.transfers h on h.id = g.id and h.step = 0
        left join ledger.transfers e on e.id = g.id and e.step = 1
        where case
          when not g.livemode or g.credits = 0 then h.id is not null or g.credits_used <> 0
          when h.amount is distinct from g.credits or h.account_id <> g.account_id then true
          when g.status = 'completed' then e.kind is distinct from 'capture' or g.credits_used <> g.credits
          when g.status in ('failed', 'canceled') then e.kind is distinct from 'release' or g.credits_used <> 0
          else e.kind is not null or g.credits_used <> 0 end
        """;
}
