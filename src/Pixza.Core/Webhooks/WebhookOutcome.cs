namespace Pixza.Core.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="Attempt">For the log.</param>
public abstract record WebhookOutcome(WebhookAttempt Attempt)
{
    /// <summary>Answered with 2xx in time.</summary>
    public sealed record Delivered(WebhookAttempt Attempt) : WebhookOutcome(Attempt);

    /// <summary>Not delivered; to be sent again then.</summary>
    public sealed record Retry(WebhookAttempt Attempt, DateTimeOffset At) : WebhookOutcome(Attempt);

    /// <summary>Not delivered, and this was the last attempt.</summary>
    public sealed record Exhausted(WebhookAttempt Attempt) : WebhookOutcome(Attempt);

    /// <summary>Answered with 410: the address wants nothing more, this message or another.</summary>
    public sealed record Disabled(WebhookAttempt Attempt) : WebhookOutcome(Attempt);
}

/// <param name="Status">The HTTP status, or null when there was no answer.</param>
/// <param name="Error">Why there was no answer (timeout, unreachable, address_not_allowed …), or null.</param>
/// <param name="Answer">The answer's first 4 kB as text that PostgreSQL can hold.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Error, string Answer, TimeSpan Elapsed);
