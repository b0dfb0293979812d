using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.Generations.Running;

/// <summary>
/// Wakes those who wait for a generation: at once when it changes in this process, otherwise by one small query for all that is waited
/// for, so that waiters cost the database nothing each and no notification is needed in the writing transaction.
/// </summary>
public sealed class GenerationWatch(PixzaDatabase database, TimeProvider clock, ILogger<GenerationWatch> log) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Watcher, byte> watchers = new();

    /// <summary>Begins to watch; changes from now on are not missed. Dispose it.</summary>
    public Watcher Watch(Guid id)
    {
        var watcher = new Watcher(this, id);
        watchers[watcher] = 0;
        return watcher;
    }

    /// <summary>Says that the generation has changed.</summary>
    public void Changed(Guid id)
    {
        foreach (var (watcher, _) in watchers)
        {
            if (watcher.Id == id)
                watcher.Wake();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (watchers.IsEmpty)
                continue;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Looking after waited generations failed: {Message}", e.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var watched = watchers.Keys.ToLookup(watcher => watcher.Id);
        await using var command = database.Reads.CreateCommand(VersionsSql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. watched.Select(group => group.Key)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var seen = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            seen.Add(reader.GetGuid(0));
            foreach (var watcher in watched[reader.GetGuid(0)].Where(watcher => watcher.Seen < reader.GetInt64(1)))
                watcher.Wake();
        }

        foreach (var gone in watched.Where(group => !seen.Contains(group.Key)).SelectMany(group => group))
            gone.Wake();
    }

    private const string VersionsSql = "select id, version from generations.generations where id = any($1)";

    /// <summary>One who waits.</summary>
    public sealed class Watcher(GenerationWatch watch, Guid id) : IDisposable
    {
        private readonly SemaphoreSlim signal = new(0, 1);

        public Guid Id { get; } = id;

        /// <summary>The version that the waiter has read; a later one wakes it.</summary>
        public long Seen { get; set; } = long.MaxValue;

        public void Wake()
        {
            try
            {
                if (signal.CurrentCount == 0)
                    signal.Release();
            }
            catch (SemaphoreFullException)
            {
                // It is being woken already.
            }
        }

        /// <returns>When something may have changed, or the time is over.</returns>
        public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => signal.WaitAsync(time, cancellationToken);

        public void Dispose() => watch.watchers.TryRemove(this, out _);
    }
}
