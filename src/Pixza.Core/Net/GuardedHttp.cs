using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Net;

/// <summary>
/// HTTP to every address that a customer named: input images, webhooks, site URLs. It dials public addresses only (see
/// <see cref="NetOptions"/>), keeps no cookies, uses no proxy, and bounds time and size. Failures are results, never exceptions.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    public const string UserAgent = "Pixza/1.0 (+https://pixzaai.com)";

    private const int MaxRedirects = 3;
    private const int ExcerptBytes = 4096;
    private static readonly TimeSpan s_excerptPatience = TimeSpan.FromSeconds(2);

    private readonly NetOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _http;

    public GuardedHttp(IOptions<NetOptions> options, TimeProvider clock)
        : this(options.Value, clock, new GuardedDialer(options.Value.AllowPrivateAddresses))
    {
    }

    internal GuardedHttp(NetOptions options, TimeProvider clock, GuardedDialer dialer, X509Certificate2Collection? trustedRoots = null)
    {
        _options = options;
        _clock = clock;
        _http = new HttpMessageInvoker(GuardedHandler.Create(dialer, trustedRoots));
    }

    /// <summary>Judges the text of an address, for validation; nothing is resolved or dialled.</summary>
    public UrlCheck Check(string? url) => UrlRules.Check(url, _options);

    /// <summary>Fetches a file, following at most three redirects, each judged anew, none from https to http.</summary>
    /// <param name="maxBytes">After decompression; null is <see cref="NetOptions.FetchMaxBytes"/>.</param>
    public async Task<FetchResult> GetBytesAsync(Uri address, long? maxBytes, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_clock, TimeSpan.FromSeconds(_options.FetchTimeoutSeconds), cancellationToken);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (Check(AbsoluteText(address)) is UrlCheck.Refused refused)
                    return new FetchResult.Refused(refused.Reason, refused.Sentence);
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = await SendCheckedAsync(request, deadline.Token);
                if (Redirect(response, address) is not { } next)
                    return await ReadAsync(response, maxBytes ?? _options.FetchMaxBytes, deadline.Token);
                if (redirects == MaxRedirects)
                    return new FetchResult.Refused("too_many_redirects", $"The address redirects more than {MaxRedirects} times.");
                if (address.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
                    return new FetchResult.Refused("downgrade", "The address redirects from https to another scheme.");
                address = next;
            }
        }
        catch (Exception exception) when (NetFailure.Of(exception, cancellationToken) is { } failure)
        {
            return new FetchResult.Refused(failure.Reason, failure.Sentence);
        }
    }

    /// <summary>Posts the body once, exactly as it is. A redirect is an answer like any other.</summary>
    /// <param name="headers">Content-Type among them, if any.</param>
    public async Task<PostResult> PostAsync(
        Uri address, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        if (Check(AbsoluteText(address)) is UrlCheck.Refused refused)
            return new PostResult.Refused(refused.Reason, refused.Sentence, _clock.GetElapsedTime(start));

        using var deadline = new Deadline(_clock, timeout, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
            foreach (var (name, value) in headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, value))
                    request.Content.Headers.Add(name, value);
            }

            using var response = await SendCheckedAsync(request, deadline.Token);
            var elapsed = _clock.GetElapsedTime(start);
            using var patience = new Deadline(_clock, s_excerptPatience, deadline.Token);
            var excerpt = await CountedBody.ReadStartAsync(response.Content, ExcerptBytes, patience.Token);
            return new PostResult.Answered((int)response.StatusCode, RetryAfter(response.Headers), excerpt, elapsed);
        }
        catch (Exception exception) when (NetFailure.Of(exception, cancellationToken) is { } failure)
        {
            return new PostResult.Refused(failure.Reason, failure.Sentence, _clock.GetElapsedTime(start));
        }
    }

    /// <summary>Sends any request, for a channel that talks with a customer's site, and reads the answer whole. Redirects are not followed.</summary>
    /// <param name="maxBytes">Of the answer, after decompression.</param>
    public async Task<SendResult> SendAsync(HttpRequestMessage request, long maxBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        if (Check(AbsoluteText(request.RequestUri)) is UrlCheck.Refused refused)
            return new SendResult.Refused(refused.Reason, refused.Sentence, _clock.GetElapsedTime(start));

        using var deadline = new Deadline(_clock, timeout, cancellationToken);
        try
        {
            using var response = await SendCheckedAsync(request, deadline.Token);
            var body = await CountedBody.ReadAsync(response.Content, maxBytes, deadline.Token);
            return new SendResult.Answered((int)response.StatusCode, response.Headers, response.Content.Headers, body, _clock.GetElapsedTime(start));
        }
        catch (Exception exception) when (NetFailure.Of(exception, cancellationToken) is { } failure)
        {
            return new SendResult.Refused(failure.Reason, failure.Sentence, _clock.GetElapsedTime(start));
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> SendCheckedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.Contains("User-Agent"))
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return _http.SendAsync(request, cancellationToken);
    }

    private static async Task<FetchResult> ReadAsync(HttpResponseMessage response, long maxBytes, CancellationToken cancellationToken) =>
        response.IsSuccessStatusCode
            ? new FetchResult.Fetched(
                await CountedBody.ReadAsync(response.Content, maxBytes, cancellationToken), response.Content.Headers.ContentType?.MediaType)
            : new FetchResult.Refused("bad_status", $"The address answered with status {(int)response.StatusCode}.");

    private static Uri? Redirect(HttpResponseMessage response, Uri from) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && Uri.TryCreate(from, response.Headers.Location, out var next) ? next : null;

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - _clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? AbsoluteText(Uri? address) => address is { IsAbsoluteUri: true } ? address.AbsoluteUri : null;
}
