using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pixza.Core.Database;

namespace Pixza.Core.Jobs;

/// <summary>Runs the due rows of one kind of work: claims what it has room for, renews while it works, and looks again when woken or after a while.</summary>
/// <remarks>The work of a stopping node goes on for the host's shutdown time; what does not end by then is taken up by another node when its lease runs out.</remarks>
public sealed class DueRunner<TWork>(
    TWork work, PixzaDatabase database, Node node, IOptions<JobOptions> options, TimeProvider clock, ILogger<DueRunner<TWork>> log) : BackgroundService
    where TWork : class, IDueWork
{
    private readonly DueRows rows = new(database, node, work.Table);
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly TimeSpan lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
    private int claimed;

    /// <summary>The lease that a row written by this node for itself should start with.</summary>
    public TimeSpan Lease => lease;

    /// <summary>Looks for due rows now instead of at the next tick.</summary>
    public void Wake()
    {
        if (wake.CurrentCount == 0)
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else has just woken it; once is enough.
            }
        }
    }

    /// <summary>Looks for due rows when that much time has passed.</summary>
    public void WakeAfter(TimeSpan time) => _ = Task.Delay(time, clock).ContinueWith(_ => Wake(), TaskScheduler.Default);

    /// <summary>Renews the lease of a row that this node has already, until the result is disposed.</summary>
    public Held Hold(Guid id)
    {
        var source = new CancellationTokenSource();
        running[id] = source;
        return new Held(this, id, source);
    }

    /// <summary>Stops this node's work on the row, if it has it: the row is ended, or not ours any more.</summary>
    public void Stop(Guid id)
    {
        if (running.TryGetValue(id, out var source))
            _ = source.CancelAsync();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ClaimAsync(stoppingToken), RenewAsync(stoppingToken));

    private async Task ClaimAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var room = work.Concurrency - Volatile.Read(ref claimed);
                var ids = room > 0 ? await rows.ClaimAsync(room, [.. running.Keys], lease, stopping) : [];
                foreach (var id in ids)
                {
                    Interlocked.Increment(ref claimed);
                    _ = RunAsync(id, stopping);
                }

                if (ids.Count < room || room <= 0)
                    await wake.WaitAsync(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                log.LogWarning("Looking for due rows of {Table} failed: {Message}", work.Table, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(Guid id, CancellationToken stopping)
    {
        await Task.Yield();
        using var held = Hold(id);
        try
        {
            await work.RunAsync(id, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            log.LogDebug("{Table} {Id} is no longer this node's", work.Table, id);
        }
        catch (Exception e)
        {
            log.LogError(e, "{Table} {Id} failed; it is due again in 5 s", work.Table, id);
            try
            {
                await rows.RetryAsync(id, TimeSpan.FromSeconds(5), CancellationToken.None);
            }
            catch (Exception again)
            {
                log.LogWarning("{Table} {Id} could not be put back ({Message}); its lease runs out by itself", work.Table, id, again.Message);
            }
        }
        finally
        {
            Interlocked.Decrement(ref claimed);
            if (!stopping.IsCancellationRequested)
                Wake();
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested || !running.IsEmpty)
        {
            try
            {
                await Task.Delay(lease / 3, clock, stopping);
            }
            catch (OperationCanceledException)
            {
                // Stopping: what still runs keeps its lease, and the host does not wait longer than that runs.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None);
            }

            Guid[] ids = [.. running.Keys];
            if (ids.Length == 0)
                continue;
            try
            {
                foreach (var id in await rows.RenewAsync(ids, lease, CancellationToken.None))
                    Stop(id);
            }
            catch (Exception e)
            {
                log.LogWarning("Renewing {Count} leases of {Table} failed: {Message}", ids.Length, work.Table, e.Message);
            }
        }
    }

    /// <summary>A row in this node's hands.</summary>
    public sealed class Held(DueRunner<TWork> runner, Guid id, CancellationTokenSource source) : IDisposable
    {
        /// <summary>Cancelled when the row is ended elsewhere, or lost.</summary>
        public CancellationToken Token => source.Token;

        public void Dispose() => runner.running.TryRemove(new KeyValuePair<Guid, CancellationTokenSource>(id, source));
    }
}
