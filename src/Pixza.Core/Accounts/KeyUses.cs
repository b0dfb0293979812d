using System.Collections.Concurrent;
using System.Net;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>
/// When and from where each key was used last, written in one statement every few seconds and never while a request waits. A crash loses
/// a few seconds of it, which costs nobody anything.
/// </summary>
public sealed partial class KeyUses(PixzaDatabase database, TimeProvider clock, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<KeyEntry> used = new();

    internal void Note(KeyEntry entry, DateTimeOffset now, IPAddress? address)
    {
        if (entry.Use.Set(now, address))
            used.Enqueue(entry);
    }

    /// <summary>Writes what was noted since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var stamps = new Dictionary<Guid, (DateTimeOffset At, string? Address)>();
        while (used.TryDequeue(out var entry))
        {
            var (at, address) = entry.Use.Take();
            if (!stamps.TryGetValue(entry.Caller.KeyId, out var other) || other.At < at)
                stamps[entry.Caller.KeyId] = (at, address?.ToString());
        }

        if (stamps.Count == 0)
            return;

        var parameters = new
        {
            ids = stamps.Keys.ToArray(),
            times = stamps.Values.Select(stamp => stamp.At.UtcDateTime).ToArray(),
            addresses = stamps.Values.Select(stamp => stamp.Address).ToArray(),
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(StampSql, parameters, cancellationToken: cancellationToken));
    }

    // Locked in id order, so that two nodes that stamp the same keys never wait for each other.
    private const string StampSql = """
        with used as (select * from unnest(@ids::uuid[], @times::timestamptz[], @addresses::text[]) as u (id, at, address)),
        locked as (select id from accounts.keys where id = any(@ids) order by id for no key update)
        update accounts.keys k set last_used_at = u.at, last_used_ip = coalesce(u.address, k.last_used_ip)
        from used u join locked l on l.id = u.id
        where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // Also once more on the way out.
                await FlushAsync(CancellationToken.None);
            }
            catch (Exception e)
            {
                LogLost(log, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last uses of some keys could not be written")]
    private static partial void LogLost(ILogger log, Exception e);
}

/// <summary>One key's last use, until it is written.</summary>
internal sealed class KeyUse
{
    private long ticks;
    private IPAddress? address;
    private int waiting;

    /// <returns>Whether it has to be queued: it was not waiting to be written yet.</returns>
    public bool Set(DateTimeOffset now, IPAddress? from)
    {
        Volatile.Write(ref ticks, now.UtcTicks);
        Volatile.Write(ref address, from);
        return Volatile.Read(ref waiting) == 0 && Interlocked.Exchange(ref waiting, 1) == 0;
    }

    public (DateTimeOffset At, IPAddress? Address) Take()
    {
        Interlocked.Exchange(ref waiting, 0);
        return (new DateTimeOffset(Volatile.Read(ref ticks), TimeSpan.Zero), Volatile.Read(ref address));
    }
}
