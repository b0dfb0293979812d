using System.Text;
using Dapper;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.Generations;

/// <summary>Reads generations, and removes them.</summary>
public sealed class GenerationStore(PixzaDatabase database, TimeProvider clock)
{
    /// <returns>The generation, or null when the account has no such one in this mode.</returns>
    public async Task<Generation?> GetAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } generation && generation.AccountId == accountId && generation.LiveMode == liveMode ? generation : null;

    /// <summary>For the system itself, whoever it belongs to.</summary>
    public async Task<Generation?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(FindSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? GenerationRows.Read(reader) : null;
    }

    private const string FindSql = $"select {GenerationRows.Columns} from generations.generations g where g.id = $1";

    /// <summary>A page, newest first. Each filter has its index; a page deep in the list costs what the first one costs.</summary>
    public async Task<GenerationPage> ListAsync(GenerationQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(ListSql(query));
        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        Add(query.AccountId);
        Add(query.LiveMode);
        Add(Earlier(query.Before, query.CreatedBefore is { } end ? Bound(end) : null));
        Add(query.CreatedAfter is { } start ? Bound(start) : Guid.Empty);
        Add(query.Limit + 1);
        foreach (var filter in query.Filters())
            command.Parameters.Add(new NpgsqlParameter { Value = filter.Value });

        var items = new List<Generation>(query.Limit + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            items.Add(GenerationRows.Read(reader));

        var more = items.Count > query.Limit;
        return new GenerationPage(more ? items[..query.Limit] : items, more);
    }

    // Ids are version 7, ordered by the time of creation, so a time is a range of ids and the index serves both.
    private static string ListSql(GenerationQuery query)
    {
        var sql = new StringBuilder($"select {GenerationRows.Columns} from generations.generations g where g.account_id = $1 and g.livemode = $2 and g.id < $3 and g.id >= $4");
        var place = 6;
        foreach (var (column, _) in query.Filters())
            sql.Append($" and g.{column} = ${place++}");
        return sql.Append(" order by g.id desc limit $5").ToString();
    }

    private static Guid Earlier(Guid? one, Guid? other) => (one, other) switch
    {
        ({ } a, { } b) => string.CompareOrdinal(a.ToString(), b.ToString()) < 0 ? a : b,
        _ => one ?? other ?? Guid.AllBitsSet,
    };

    /// <summary>The least id of a version-7 Guid made at that millisecond.</summary>
    private static Guid Bound(DateTimeOffset time)
    {
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        return new Guid((int)(milliseconds >> 16), (short)milliseconds, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Removes record and outputs; the files go by the due-row runner, so a crash between leaves none behind.</summary>
    public async Task<DeleteResult> DeleteAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new { accountId, liveMode, id, deletion = Guid.CreateVersion7(clock.GetUtcNow()) };
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(DeleteSql, parameters, cancellationToken: cancellationToken)))
            return DeleteResult.Deleted;

        return await GetAsync(accountId, liveMode, id, cancellationToken) is null ? DeleteResult.NotFound : DeleteResult.StillRunning;
    }

    private const string DeleteSql = """
        with gone as (
          delete from generations.generations
          where id = @id and account_id = @accountId and livemode = @liveMode and status in ('completed', 'failed', 'canceled')
          returning outputs),
        files as (
          insert into storage.deletions (id, name, due_at)
          select gen_random_uuid(), o->>'name', now() from gone, jsonb_array_elements(coalesce(outputs, '[]')) o)
        select exists (select from gone)
        """;
}

/// <param name="Before">Only generations older than this one (keyset).</param>
/// <param name="Limit">1–100.</param>
/// <param name="CreatedAfter">Inclusive.</param>
/// <param name="CreatedBefore">Exclusive.</param>
public sealed record GenerationQuery(
    Guid AccountId, bool LiveMode, int Limit = 20, Guid? Before = null, string? Type = null, string? Status = null, string? Model = null,
    string? Channel = null, Guid? KeyId = null, DateTimeOffset? CreatedAfter = null, DateTimeOffset? CreatedBefore = null)
{
    internal IEnumerable<(string Column, object Value)> Filters()
    {
        if (Type is not null)
            yield return ("type", Type);
        if (Status is not null)
            yield return ("status", Status);
        if (Model is not null)
            yield return ("model", Model);
        if (Channel is not null)
            yield return ("channel", Channel);
        if (KeyId is { } key)
            yield return ("key_id", key);
    }
}

public sealed record GenerationPage(IReadOnlyList<Generation> Items, bool HasMore);

public enum DeleteResult
{
    Deleted,
    StillRunning,
    NotFound,
}
