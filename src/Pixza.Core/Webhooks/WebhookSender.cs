using System.Security.Cryptography;
using System.Text;
using Pixza.Core.Net;

namespace Pixza.Core.Webhooks;

/// <summary>Makes one attempt to deliver a message: signs with the time of this attempt, posts, and says what follows. It writes nothing.</summary>
public sealed class WebhookSender(GuardedHttp http, TimeProvider clock)
{
    /// <summary>In which an address must answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <param name="secrets">That sign now, the newest first; at least one.</param>
    /// <param name="attemptsBefore">Attempts already made.</param>
    public async Task<WebhookOutcome> SendAsync(
        WebhookMessage message, IReadOnlyList<byte[]> secrets, int attemptsBefore, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var check = http.Check(message.Url);
        if (check is not UrlCheck.Fine { Address: var address })
            return Judge(new WebhookAttempt(now, null, ((UrlCheck.Refused)check).Reason, "", TimeSpan.Zero), attemptsBefore, null);

        return await http.PostAsync(address, message.Body, Headers(message, now, secrets), Timeout, cancellationToken) switch
        {
            PostResult.Answered answer => Judge(new WebhookAttempt(now, answer.Status, null, Text(answer.Excerpt.Span), answer.Elapsed), attemptsBefore, answer.RetryAfter),
            PostResult.Refused refused => Judge(new WebhookAttempt(now, null, refused.Reason, "", refused.Elapsed), attemptsBefore, null),
            var other => throw new NotSupportedException(other.ToString()),
        };
    }

    private static Dictionary<string, string> Headers(WebhookMessage message, DateTimeOffset now, IReadOnlyList<byte[]> secrets) => new()
    {
        ["Content-Type"] = "application/json",
        ["User-Agent"] = GuardedHttp.UserAgent,
        ["pixza-event"] = message.Event,
        ["webhook-id"] = message.Id,
        ["webhook-timestamp"] = StandardWebhook.Seconds(now),
        ["webhook-signature"] = StandardWebhook.Sign(message.Id, now, message.Body.Span, secrets),
    };

    private WebhookOutcome Judge(WebhookAttempt attempt, int attemptsBefore, TimeSpan? retryAfter)
    {
        if (attempt.Status is >= 200 and <= 299)
            return new WebhookOutcome.Delivered(attempt);
        if (attempt.Status == 410)
            return new WebhookOutcome.Disabled(attempt);
        // Waits count from the answer: a slow address is not asked again the sooner for it.
        return RetrySchedule.WaitAfter(attemptsBefore + 1, attempt.Status, retryAfter, Chance()) is { } wait
            ? new WebhookOutcome.Retry(attempt, clock.GetUtcNow() + wait)
            : new WebhookOutcome.Exhausted(attempt);
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(10_001) / 10_000.0;

    private static string Text(ReadOnlySpan<byte> excerpt) => Encoding.UTF8.GetString(excerpt).Replace('\0', '\ufffd');
}
