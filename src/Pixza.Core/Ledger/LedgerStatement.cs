using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Ledger;

/// <summary>The account's history, newest first: a generation's hold and its end are one line.</summary>
public sealed class LedgerStatement(PixzaDatabase database)
{
    /// <param name="before">Only lines older than this one, or null for the newest.</param>
    /// <param name="limit">1–1,000.</param>
    public async Task<IReadOnlyList<StatementLine>> ReadAsync(Guid accountId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<StatementLine>(
            new CommandDefinition(ReadSql, new { accountId, before = before ?? Guid.AllBitsSet, limit }, cancellationToken: cancellationToken))];
    }

    private const string ReadSql = """
        select t.id,
          case when t.kind <> 'hold' then t.kind when e.kind is null then 'held' when e.kind = 'capture' then 'captured' else 'released' end as kind,
          case when t.kind = 'hold' then case when e.kind = 'release' then 0 else -t.amount end
               when t.credit = 'available' then t.amount else -t.amount end as amount,
          case when e.kind = 'release' then e.available_after else t.available_after end as balance_after,
          case when t.kind = 'hold' then t.amount else 0 end as held,
          t.channel, t.installation_id, t.actor, t.reference, t.reason, g.model, g.type,
          g.id as generation_id, t.created_at, e.created_at as ended_at
        from ledger.transfers t
        left join ledger.transfers e on e.id = t.id and e.step = 1
        left join generations.generations g on g.id = t.id
        where t.account_id = @accountId and t.step = 0 and t.id < @before
        order by t.id desc
        limit @limit
        """;
}

/// <param name="Kind">held, captured or released for a generation; grant, purchase, refund, expire, adjust or transfer otherwise.</param>
/// <param name="Amount">What the line did to the account: negative when credits were spent or are held, 0 for a released hold.</param>
/// <param name="BalanceAfter">Available credits after it.</param>
/// <param name="Held">What a generation held, whatever became of it; 0 for other lines.</param>
/// <param name="GenerationId">The generation, while its record exists.</param>
public sealed record StatementLine(
    Guid Id, string Kind, long Amount, long BalanceAfter, long Held, string? Channel, Guid? InstallationId, string? Actor,
    string? Reference, string? Reason, string? Model, string? Type, Guid? GenerationId, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);
