using System.Security.Cryptography;
using System.Text;
using Pixza.Core.Net;
using Pixza.Core.Webhooks;
using Pixza.Testing.Net;
using static Pixza.Testing.Net.RawHttpServer;

namespace Pixza.Core.Tests.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, 700, TimeSpan.Zero);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly FixedClock _clock = new(s_now);
    private readonly GuardedHttp _http;
    private readonly WebhookSender _sender;

    public WebhookSenderTests()
    {
        var open = new NetOptions { AllowHttp = true, AllowPrivateAddresses = true };
        _http = new GuardedHttp(open, _clock, new GuardedDialer(allowPrivate: true));
        _sender = new WebhookSender(_http, _clock);
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_message_arrives_signed_with_its_exact_bytes()
    {
        await using var server = new RawHttpServer(Says(204, []));
        var body = "{\"id\": \"gen_1\",\"note\":\"é\"}"u8.ToArray();
        var message = new WebhookMessage("msg_1", "generation.completed", $"http://127.0.0.1:{server.Port}/hook?a=b", body);

        var outcome = await _sender.SendAsync(message, [RandomNumberGenerator.GetBytes(32), _secret], 0, default);

        var delivered = Assert.IsType<WebhookOutcome.Delivered>(outcome);
        Assert.Equal((s_now, 204, null, ""), (delivered.Attempt.At, delivered.Attempt.Status, delivered.Attempt.Error, delivered.Attempt.Answer));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/hook?a=b"), (request.Method, request.Target));
        Assert.Equal(body, request.Body);
        Assert.Equal(
            ("msg_1", "1767268800", "generation.completed", "application/json", GuardedHttp.UserAgent),
            (request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["pixza-event"], request.Headers["Content-Type"], request.Headers["User-Agent"]));
        Assert.True(StandardWebhook.Verify(
            request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, [_secret], s_now));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Any_other_answer_is_a_failure_that_is_tried_again(int status)
    {
        await using var server = new RawHttpServer(Says(status, "no\0t "u8.ToArray(), "Location: /elsewhere"));

        var retry = Assert.IsType<WebhookOutcome.Retry>(await _sender.SendAsync(To(server), [_secret], 0, default));

        Assert.Equal((status, "no\ufffdt "), (retry.Attempt.Status!.Value, retry.Attempt.Answer));
        Assert.InRange((retry.At - s_now).TotalSeconds, 4.5, 5.5);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_overloaded_address_is_left_alone_as_long_as_it_asks()
    {
        await using var server = new RawHttpServer(Says(503, [], "Retry-After: 3600"));

        var retry = Assert.IsType<WebhookOutcome.Retry>(await _sender.SendAsync(To(server), [_secret], 1, default));

        Assert.Equal(s_now.AddHours(1), retry.At);
    }

    [Fact]
    public async Task An_address_that_is_gone_is_disabled()
    {
        await using var server = new RawHttpServer(Says(410, []));

        Assert.IsType<WebhookOutcome.Disabled>(await _sender.SendAsync(To(server), [_secret], 0, default));
    }

    [Fact]
    public async Task The_tenth_failure_is_the_last()
    {
        await using var server = new RawHttpServer(Says(500, []));

        Assert.IsType<WebhookOutcome.Retry>(await _sender.SendAsync(To(server), [_secret], 8, default));
        Assert.IsType<WebhookOutcome.Exhausted>(await _sender.SendAsync(To(server), [_secret], 9, default));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "unreachable")]
    [InlineData("http://169.254.169.254/", "address_not_allowed")]
    [InlineData("ftp://example.com/", "scheme_not_allowed")]
    public async Task An_address_that_does_not_answer_is_tried_again_and_says_why(string url, string error)
    {
        var message = new WebhookMessage("msg_1", "generation.failed", url, "{}"u8.ToArray());

        var retry = Assert.IsType<WebhookOutcome.Retry>(await _sender.SendAsync(message, [_secret], 1, default));

        Assert.Equal((null, error), (retry.Attempt.Status, retry.Attempt.Error));
        Assert.InRange((retry.At - s_now).TotalMinutes, 4.5, 5.5);
    }

    [Fact]
    public async Task Only_the_start_of_a_long_answer_is_kept()
    {
        await using var server = new RawHttpServer(Says(500, Encoding.ASCII.GetBytes(new string('x', 100_000))));

        var outcome = await _sender.SendAsync(To(server), [_secret], 0, default);

        Assert.Equal(4096, outcome.Attempt.Answer.Length);
    }

    private static WebhookMessage To(RawHttpServer server) =>
        new("msg_1", "generation.completed", $"http://127.0.0.1:{server.Port}/", "{}"u8.ToArray());

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
