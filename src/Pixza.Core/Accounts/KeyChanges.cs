using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pixza.Core.Accounts;

/// <summary>Asks the database every 400 ms what changed about keys and accounts, and lets the cache forget it. One loop per node.</summary>
public sealed partial class KeyChanges(KeyCache cache, KeyRows rows, TimeProvider clock, ILogger<KeyChanges> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(400);

    // A change is stamped when its statement runs and seen when its transaction commits, which may be this much later.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset? watermark = null;
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var startedAt = clock.GetTimestamp();
                var (asOf, changes) = await rows.ChangedAsync(watermark - s_overlap, stoppingToken);
                cache.Apply(changes, startedAt);
                watermark = asOf;
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    LogFailing(log, e);
                failing = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(s_every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of keys cannot be read; until they can, each call looks its key up")]
    private static partial void LogFailing(ILogger log, Exception e);
}
