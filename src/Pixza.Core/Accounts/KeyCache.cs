using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Pixza.Core.Accounts;

/// <summary>
/// Turns a presented key into its <see cref="Caller"/>, without I/O when the key was seen before. What changes in the database (a revoked
/// key, a suspended account, another plan) counts on every node within a second: <see cref="KeyChanges"/> asks for changes every 400 ms,
/// and while that has not succeeded for a second nothing cached is believed.
/// </summary>
public sealed partial class KeyCache(KeyRows rows, KeyUses uses, TimeProvider clock, ILogger<KeyCache> log)
{
    /// <summary>Known keys held; beyond it a tenth is dropped and read again when presented.</summary>
    internal const int MaxKnown = 100_000;

    /// <summary>Unknown keys held; beyond it they are simply looked up.</summary>
    internal const int MaxUnknown = 10_000;

    private static readonly TimeSpan s_trusted = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_unknownFor = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<KeyHash, KeyEntry> known = new();
    private readonly ConcurrentDictionary<KeyHash, long> unknown = new();
    private readonly ConcurrentDictionary<KeyHash, Lazy<Task<KeyEntry?>>> reading = new();
    private readonly long stale = clock.TimestampFrequency * (long)s_trusted.TotalSeconds;
    private long checkedAt = long.MinValue / 2;
    private int knownCount;
    private int unknownCount;

    /// <param name="key">What stood behind "Bearer "; empty when nothing was presented.</param>
    /// <param name="address">Where the call came from, kept as the key's last use; may be null.</param>
    public ValueTask<KeyResult> ResolveAsync(ReadOnlySpan<char> key, IPAddress? address, CancellationToken cancellationToken)
    {
        if (key.IsEmpty)
            return new(new KeyResult(null, KeyRefusals.MissingKey));
        if (!ApiKeyFormat.TryRead(key, out _, out var hash))
            return new(new KeyResult(null, KeyRefusals.InvalidKey));

        var now = clock.GetTimestamp();
        if (now - Volatile.Read(ref checkedAt) <= stale && known.TryGetValue(hash, out var entry))
            return new(Answer(entry, address));
        if (unknown.TryGetValue(hash, out var until))
        {
            if (now < until)
                return new(new KeyResult(null, KeyRefusals.InvalidKey));
            if (unknown.TryRemove(hash, out _))
                Interlocked.Decrement(ref unknownCount);
        }

        return ReadAsync(hash, address, cancellationToken);
    }

    /// <summary>Forgets a key that this process changed, so that the change counts here at once.</summary>
    public void Forget(KeyHash hash)
    {
        if (known.TryRemove(hash, out _))
            Interlocked.Decrement(ref knownCount);
    }

    /// <summary>Takes in what changed in the database, as of a look that began at <paramref name="startedAt"/> (a timestamp of the clock).</summary>
    internal void Apply(IEnumerable<KeyChange> changes, long startedAt)
    {
        foreach (var change in changes)
        {
            var hash = KeyHash.FromStored(change.Hash);
            if (known.TryGetValue(hash, out var entry) && (entry.KeyChangedAt != change.KeyChangedAt || entry.AccountChangedAt != change.AccountChangedAt))
                Forget(hash);
        }

        Volatile.Write(ref checkedAt, startedAt);
    }

    /// <summary>The timestamp of the last look at what changed; negative before the first.</summary>
    internal long CheckedAt => Volatile.Read(ref checkedAt);

    internal int Count => Volatile.Read(ref knownCount);

    private async ValueTask<KeyResult> ReadAsync(KeyHash hash, IPAddress? address, CancellationToken cancellationToken)
    {
        // Many first calls with one key are one statement.
        var read = reading.GetOrAdd(hash, static (hash, cache) => new Lazy<Task<KeyEntry?>>(() => cache.LoadAsync(hash)), this);
        var entry = await read.Value.WaitAsync(cancellationToken);
        return entry is null ? new KeyResult(null, KeyRefusals.InvalidKey) : Answer(entry, address);
    }

    private async Task<KeyEntry?> LoadAsync(KeyHash hash)
    {
        try
        {
            var entry = await rows.FindAsync(hash, CancellationToken.None);
            if (entry is null)
                Remember(hash);
            else
                Remember(hash, entry);
            return entry;
        }
        finally
        {
            reading.TryRemove(hash, out _);
        }
    }

    private KeyResult Answer(KeyEntry entry, IPAddress? address)
    {
        if (entry.Revoked)
            return new KeyResult(null, KeyRefusals.RevokedKey);
        var now = clock.GetUtcNow();
        if (entry.Caller.ExpiresAt <= now)
            return new KeyResult(null, KeyRefusals.ExpiredKey);
        if (entry.Caller.Suspended)
            return new KeyResult(null, KeyRefusals.AccountSuspended);

        uses.Note(entry, now, address);
        return new KeyResult(entry.Caller, null);
    }

    private void Remember(KeyHash hash, KeyEntry entry)
    {
        if (known.TryAdd(hash, entry))
        {
            if (Interlocked.Increment(ref knownCount) > MaxKnown)
                Shrink();
        }
        else
        {
            known[hash] = entry;
        }
    }

    private void Remember(KeyHash hash)
    {
        var now = clock.GetTimestamp();
        if (Volatile.Read(ref unknownCount) >= MaxUnknown)
        {
            foreach (var (old, until) in unknown)
            {
                if (until <= now && unknown.TryRemove(old, out _))
                    Interlocked.Decrement(ref unknownCount);
            }

            if (Volatile.Read(ref unknownCount) >= MaxUnknown)
                return;
        }

        if (unknown.TryAdd(hash, now + (long)(s_unknownFor.TotalSeconds * clock.TimestampFrequency)))
            Interlocked.Increment(ref unknownCount);
    }

    private void Shrink()
    {
        var dropped = 0;
        foreach (var (hash, _) in known)
        {
            Forget(hash);
            if (++dropped >= MaxKnown / 10)
                break;
        }

        LogShrunk(log, dropped);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The key cache was full; {Dropped} keys will be read again when they are presented")]
    private static partial void LogShrunk(ILogger log, int dropped);
}
