namespace Pixza.Core.Webhooks;

/// <summary>When a message that did not arrive is sent again: ten attempts over about 75 hours, each wait ± 10 %.</summary>
public static class RetrySchedule
{
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] s_waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Attempts in all, the first one included.</summary>
    public static int MaxAttempts => s_waits.Length + 1;

    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="status">The last answer's, or null when there was none.</param>
    /// <param name="retryAfter">What the last answer asked for; honoured up to 24 h where it says that it is overloaded (429, 502, 503, 504).</param>
    /// <param name="chance">0 to 1, evenly spread: where within the ± 10 % the wait lies.</param>
    /// <returns>The wait before the next attempt; null when there is none, as after 410 (gone).</returns>
    public static TimeSpan? WaitAfter(int attempts, int? status, TimeSpan? retryAfter, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        const int Gone = 410;
        if (status == Gone || attempts >= MaxAttempts)
            return null;

        var wait = s_waits[attempts - 1] * (1 - Jitter + 2 * Jitter * chance);
        if (status is not (429 or 502 or 503 or 504) || retryAfter is not { } asked)
            return wait;
        var honoured = asked < s_longestRetryAfter ? asked : s_longestRetryAfter;
        return wait > honoured ? wait : honoured;
    }
}
