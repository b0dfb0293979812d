using Dapper;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.Jobs;

/// <summary>Claims, renews and puts back the due rows of one table. All times are the database's.</summary>
/// <param name="table">Schema and table, from code, never from outside.</param>
public sealed class DueRows(PixzaDatabase database, Node node, string table)
{
    public string ClaimSql { get; } = $"""
        update {table} set lease_id = $1, due_at = now() + $2::interval
        where id in (select id from {table} where due_at <= now() and id <> all ($3) order by due_at limit $4 for update skip locked)
        returning id
        """;

    // skip locked: a renewal never waits for a row, so it can be in nobody's ring; a row that is just being ended needs none.
    public string RenewSql { get; } = $"""
        with mine as (
          select id from {table} where id = any($3) and lease_id = $1 and due_at is not null order by id for update skip locked)
        update {table} set due_at = now() + $2 from mine where {table}.id = mine.id
        """;

    public string LostSql { get; } = $"""
        select asked.id from unnest($2::uuid[]) as asked (id)
        where not exists (select from {table} t where t.id = asked.id and t.lease_id = $1 and t.due_at is not null)
        """;

    public string RetrySql { get; } = $"update {table} set due_at = now() + @after, lease_id = null where id = @id and lease_id = @node and due_at is not null";

    /// <returns>The rows that are now this node's.</returns>
    public async Task<IReadOnlyList<Guid>> ClaimAsync(int limit, Guid[] except, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(ClaimSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = except });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add(reader.GetGuid(0));
        return claimed;
    }

    /// <returns>The rows among <paramref name="ids"/> that are no longer this node's: ended, or taken over.</returns>
    public async Task<IReadOnlyList<Guid>> RenewAsync(Guid[] ids, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using (var renew = database.Source.CreateCommand(RenewSql))
        {
            renew.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
            renew.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
            renew.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
            await renew.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = database.Source.CreateCommand(LostSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lost = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
            lost.Add(reader.GetGuid(0));
        return lost;
    }

    /// <summary>Gives the row back, due again after a while.</summary>
    public async Task RetryAsync(Guid id, TimeSpan after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(RetrySql, new { id, after, node = node.Id }, cancellationToken: cancellationToken));
    }
}
