using Dapper;
using Pixza.Core.Database;
using Pixza.Core.Ids;
using Pixza.Core.Jobs;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Running;

/// <summary>A try at a vendor, with what only the runner needs of it.</summary>
public sealed record AttemptRow(
    int Number, string Provider, string UpstreamModel, string ObjectToken, string Status, string? UpstreamId, string? State, string? ErrorKind,
    DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>A try that begins now.</summary>
    public static AttemptRow New(int number, ProviderRoute route, DateTimeOffset now) =>
        new(number, route.Name, route.UpstreamModel, Tokens.New(), "started", null, null, null, now, null);

    public GenerationAttempt Shown => new(Number, Provider, UpstreamModel, Status, ErrorKind, StartedAt, FinishedAt);
}

/// <summary>Writes tries down, each before its vendor is called.</summary>
public sealed class Attempts(PixzaDatabase database, Node node, TimeProvider clock)
{
    public async Task<IReadOnlyList<AttemptRow>> ListAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<AttemptRow>(new CommandDefinition(ListSql, new { generationId }, cancellationToken: cancellationToken))];
    }

    private const string ListSql = """
        select number, provider, upstream_model, object_token, status, upstream_id, state, error_kind, started_at, finished_at
        from generations.attempts where generation_id = @generationId order by number
        """;

    /// <summary>Writes the try down, and why the one before it failed.</summary>
    /// <returns>False when the generation has ended or is no longer this node's: then no vendor may be called.</returns>
    public async Task<bool> StartAsync(Guid generationId, AttemptRow attempt, string? previousKind, string? previousError, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new { generationId, attempt.Number, attempt.Provider, attempt.UpstreamModel, attempt.ObjectToken, previousKind, previousError, node = node.Id, now = attempt.StartedAt };
        return await connection.ExecuteAsync(new CommandDefinition(StartSql, parameters, cancellationToken: cancellationToken)) > 0;
    }

    private const string StartSql = """
        with ours as (
          update generations.generations set status = 'processing', started_at = coalesce(started_at, @now), version = version + 1
          where id = @generationId and lease_id = @node and status in ('queued', 'processing')
          returning id),
        previous as (
          update generations.attempts a set status = 'failed', error_kind = @previousKind, error = @previousError, finished_at = @now
          from ours where a.generation_id = ours.id and a.number = @Number - 1 and a.finished_at is null)
        insert into generations.attempts (generation_id, number, provider, upstream_model, object_token, status, started_at)
        select id, @Number, @Provider, @UpstreamModel, @ObjectToken, 'started', @now from ours
        """;

    /// <summary>Stores the vendor's id and gives the row back until the next poll.</summary>
    /// <returns>False when the generation has ended or is no longer this node's.</returns>
    public async Task<bool> SubmittedAsync(
        Guid generationId, int number, string upstreamId, string? state, double? progress, TimeSpan pollAfter, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new { generationId, number, upstreamId, state, progress = (float?)progress, pollAfter, node = node.Id, now = clock.GetUtcNow() };
        return await connection.ExecuteAsync(new CommandDefinition(SubmittedSql, parameters, cancellationToken: cancellationToken)) > 0;
    }

    // The upstream id is stored even where the generation has just ended: whoever cancels upstream needs it.
    private const string SubmittedSql = """
        with known as (
          update generations.attempts set status = case when status = 'started' then 'submitted' else status end,
            upstream_id = @upstreamId, state = @state, submitted_at = coalesce(submitted_at, @now)
          where generation_id = @generationId and number = @number)
        update generations.generations set due_at = now() + @pollAfter, lease_id = null, progress = greatest(progress, coalesce(@progress, progress)), version = version + 1
        where id = @generationId and lease_id = @node and status = 'processing'
        """;

    /// <summary>How far a run in this process is.</summary>
    public async Task ProgressAsync(Guid generationId, double progress, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            ProgressSql, new { generationId, progress = (float)progress, node = node.Id }, cancellationToken: cancellationToken));
    }

    private const string ProgressSql = """
        update generations.generations set progress = @progress, version = version + 1
        where id = @generationId and lease_id = @node and status = 'processing' and progress < @progress
        """;
}
