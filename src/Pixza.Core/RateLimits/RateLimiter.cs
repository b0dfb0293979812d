using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Pixza.Core.RateLimits;

/// <summary>
/// Counts requests per account in windows that start at their first request, over all nodes together. A token comes from the node's own
/// slice without I/O; slices are leased from <see cref="RateWindows"/>: half of what is left while a node is alone, little where there are
/// several, so that no node sits on tokens that another one lacks. Never more than the limit is given out.
/// </summary>
public sealed partial class RateLimiter(RateWindows windows, NodeCount nodes, IOptions<RateLimitOptions> options, TimeProvider clock, ILogger<RateLimiter> log)
{
    // Where other nodes exist, one may give tokens back: a refusal is looked at again after this long.
    private static readonly TimeSpan s_recheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_leaseTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Key, Window> known = new();

    /// <summary>Length of the window in seconds.</summary>
    public int WindowSeconds { get; } = options.Value.WindowSeconds;

    /// <summary>Asks for one token.</summary>
    /// <param name="accountLimit">The account's requests per window; the policy's factor is applied here.</param>
    public ValueTask<RateDecision> AcquireAsync(Guid accountId, RatePolicy policy, int accountLimit, CancellationToken cancellationToken)
    {
        var limit = (long)accountLimit * policy.Factor;
        var window = known.GetOrAdd(new Key(accountId, policy), static _ => new Window());
        return Decide(window.Slice, limit) is { } decision
            ? new ValueTask<RateDecision>(decision)
            : LeaseAsync(accountId, policy, window, limit, cancellationToken);
    }

    /// <summary>Waits until a token is there, for bulk work that paces itself instead of failing.</summary>
    public async Task WaitAsync(Guid accountId, RatePolicy policy, int accountLimit, CancellationToken cancellationToken)
    {
        while (await AcquireAsync(accountId, policy, accountLimit, cancellationToken) is { IsAllowed: false } decision)
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(decision.ResetSeconds, 5)), clock, cancellationToken);
    }

    /// <summary>Returns every unused token to the shared counters: when another node appears, and at the end.</summary>
    public async Task ReturnAllAsync(CancellationToken cancellationToken)
    {
        foreach (var ((accountId, policy), window) in known)
        {
            if (window.Slice is { } slice && slice.EndsAt > clock.GetTimestamp() && slice.TakeAll() is > 0 and var tokens)
                await windows.ReturnAsync(accountId, policy, slice.Limit, slice.StartedAt, tokens, cancellationToken);
        }
    }

    /// <summary>Forgets the windows that are over.</summary>
    public void Sweep()
    {
        var now = clock.GetTimestamp();
        foreach (var (key, window) in known)
        {
            if (window.Slice is { } slice && slice.EndsAt < now)
                known.TryRemove(key, out _);
        }
    }

    // Null: the shared counter has to be asked.
    private RateDecision? Decide(RateSlice? slice, long limit)
    {
        if (slice is null || slice.Limit != limit)
            return null;
        var now = clock.GetTimestamp();
        if (now >= slice.EndsAt)
            return null;
        if (slice.TryTake())
            return Answer(RateOutcome.Allowed, slice, now);
        if (slice.Unleased > 0 || (nodes.Alive > 1 && clock.GetElapsedTime(slice.CheckedAt, now) >= s_recheck))
            return null;
        return Answer(RateOutcome.Refused, slice, now);
    }

    private async ValueTask<RateDecision> LeaseAsync(Guid accountId, RatePolicy policy, Window window, long limit, CancellationToken cancellationToken)
    {
        // One asks, the others wait for its answer.
        await window.Leasing.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (Decide(window.Slice, limit) is { } decision)
                    return decision;
                window.Slice = await RenewAsync(accountId, policy, window.Slice, limit);
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            LogUnreachable(log, e);
            return new RateDecision(RateOutcome.Unavailable, limit, 0, 1);
        }
        finally
        {
            window.Leasing.Release();
        }
    }

    private async Task<RateSlice> RenewAsync(Guid accountId, RatePolicy policy, RateSlice? old, long limit)
    {
        var asked = clock.GetTimestamp();
        var sameWindow = old is not null && asked < old.EndsAt;
        var left = sameWindow ? Math.Max(1, old!.Unleased) : limit;
        var want = Math.Max(1, left / (nodes.Alive <= 1 ? 2 : 16 * nodes.Alive));

        using var timeout = new CancellationTokenSource(s_leaseTimeout, clock);
        var lease = await windows.LeaseAsync(accountId, policy, limit, want, WindowSeconds, timeout.Token);

        // Counted from before the question, so that the window ends here no later than it does there.
        var endsAt = asked + (long)((WindowSeconds - lease.Age.TotalSeconds) * clock.TimestampFrequency);
        var kept = old is not null && old.StartedAt == lease.StartedAt ? Math.Min(old.TakeAll(), limit) : 0;
        return new RateSlice(limit, lease.Granted + kept, lease.Unleased, lease.StartedAt, endsAt, asked);
    }

    private RateDecision Answer(RateOutcome outcome, RateSlice slice, long now) =>
        new(outcome, slice.Limit, slice.Remaining, Math.Max(1, (int)Math.Ceiling((slice.EndsAt - now) / (double)clock.TimestampFrequency)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shared rate counters could not be reached")]
    private static partial void LogUnreachable(ILogger log, Exception fault);

    private readonly record struct Key(Guid AccountId, RatePolicy Policy)
    {
        public bool Equals(Key other) => AccountId == other.AccountId && ReferenceEquals(Policy, other.Policy);

        public override int GetHashCode() => AccountId.GetHashCode() ^ Policy.Factor;
    }

    private sealed class Window
    {
        private RateSlice? slice;

        public SemaphoreSlim Leasing { get; } = new(1);

        public RateSlice? Slice
        {
            get => Volatile.Read(ref slice);
            set => Volatile.Write(ref slice, value);
        }
    }
}
