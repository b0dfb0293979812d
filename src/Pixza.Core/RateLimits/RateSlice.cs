namespace Pixza.Core.RateLimits;

/// <summary>Tokens of one account's window that this node may give out without asking anybody.</summary>
/// <param name="limit">Tokens of the whole window, all nodes.</param>
/// <param name="tokens">Tokens that this node got.</param>
/// <param name="unleased">Tokens that no node had when this slice was leased.</param>
/// <param name="startedAt">The window's start by the database's clock; default while none is known.</param>
/// <param name="endsAt">The window's end as a timestamp of this node's clock.</param>
/// <param name="checkedAt">When the shared counter was last asked, as a timestamp of this node's clock.</param>
internal sealed class RateSlice(long limit, long tokens, long unleased, DateTime startedAt, long endsAt, long checkedAt)
{
    private long tokens = tokens;

    public long Limit { get; } = limit;

    public DateTime StartedAt { get; } = startedAt;

    public long EndsAt { get; } = endsAt;

    public long CheckedAt { get; } = checkedAt;

    public long Unleased { get; } = unleased;

    public long Remaining => Unleased + Volatile.Read(ref tokens);

    public bool TryTake()
    {
        var seen = Volatile.Read(ref tokens);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref tokens, seen - 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    /// <returns>The tokens that were left; the slice has none afterwards.</returns>
    public long TakeAll() => Interlocked.Exchange(ref tokens, 0);
}
