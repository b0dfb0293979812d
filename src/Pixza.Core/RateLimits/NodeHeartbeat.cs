using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.RateLimits;

/// <summary>How many nodes are alive, this one included, as of the last heartbeat.</summary>
public sealed class NodeCount
{
    private int alive = 1;

    public int Alive
    {
        get => Volatile.Read(ref alive);
        internal set => Volatile.Write(ref alive, value);
    }
}

/// <summary>Says that this node lives and counts the others. When another one appears, unused rate tokens go back.</summary>
public sealed partial class NodeHeartbeat(
    PixzaDatabase database, NodeCount nodes, RateLimiter limiter, IOptions<RateLimitOptions> options, TimeProvider clock, ILogger<NodeHeartbeat> log) : BackgroundService
{
    private readonly Guid id = Guid.CreateVersion7();
    private readonly TimeSpan period = TimeSpan.FromMilliseconds(options.Value.HeartbeatMilliseconds);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is served: a second node must not take itself for the only one.
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await limiter.ReturnAllAsync(cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(LeaveSql, new { id }, cancellationToken: cancellationToken));
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            LogMissed(log, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BeatAsync(stoppingToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = nodes.Alive;
            await using (var connection = await database.OpenAsync(cancellationToken))
            {
                var parameters = new { id, aliveSeconds = 3 * period.TotalSeconds };
                nodes.Alive = Math.Max(1, await connection.ExecuteScalarAsync<int>(new CommandDefinition(BeatSql, parameters, cancellationToken: cancellationToken)));
            }

            if (before == 1 && nodes.Alive > 1)
                await limiter.ReturnAllAsync(cancellationToken);
            limiter.Sweep();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogMissed(log, e);
        }
    }

    // The statement sees the table as it was before, so the node counts itself apart.
    private const string BeatSql = """
        with gone as (delete from nodes.nodes where seen_at < now() - interval '1 hour'),
          here as (insert into nodes.nodes (id, seen_at) values (@id, now()) on conflict (id) do update set seen_at = now())
        select 1 + count(*)::int from nodes.nodes where id <> @id and seen_at > now() - make_interval(secs => @aliveSeconds)
        """;

    private const string LeaveSql = "delete from nodes.nodes where id = @id";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A heartbeat could not be written")]
    private static partial void LogMissed(ILogger log, Exception fault);
}
