using System.Net.Http.Headers;

namespace Pixza.Core.Net;

/// <summary>What became of a fetch.</summary>
public abstract record FetchResult
{
    private FetchResult() { }

    /// <param name="Bytes">The whole file, decompressed.</param>
    /// <param name="ContentType">What the server claims, such as <c>image/png</c>, or null; the content decides (<see cref="Media.MediaSniffer"/>).</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Bytes, string? ContentType) : FetchResult;

    /// <param name="Reason">As of <see cref="UrlCheck.Refused"/>, or unreachable, timeout, too_large, bad_status, too_many_redirects, downgrade.</param>
    /// <param name="Sentence">For the customer; never repeats the address or its content.</param>
    public sealed record Refused(string Reason, string Sentence) : FetchResult;
}

/// <summary>What became of a POST whose answer is only looked at.</summary>
public abstract record PostResult
{
    private PostResult() { }

    /// <param name="Status">The HTTP status; a redirect is not followed.</param>
    /// <param name="RetryAfter">The wait that the answer asks for, when it does.</param>
    /// <param name="Excerpt">The first 4 kB of the answer.</param>
    /// <param name="Elapsed">From the call to the answer's headers.</param>
    public sealed record Answered(int Status, TimeSpan? RetryAfter, ReadOnlyMemory<byte> Excerpt, TimeSpan Elapsed) : PostResult;

    /// <param name="Reason">As of <see cref="UrlCheck.Refused"/>, or unreachable, timeout.</param>
    public sealed record Refused(string Reason, string Sentence, TimeSpan Elapsed) : PostResult;
}

/// <summary>What became of a request whose answer is read whole.</summary>
public abstract record SendResult
{
    private SendResult() { }

    /// <param name="Status">The HTTP status; a redirect is not followed.</param>
    /// <param name="ContentHeaders">The body's own headers: content-type and the like.</param>
    public sealed record Answered(
        int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, ReadOnlyMemory<byte> Body, TimeSpan Elapsed) : SendResult;

    /// <param name="Reason">As of <see cref="UrlCheck.Refused"/>, or unreachable, timeout, too_large.</param>
    public sealed record Refused(string Reason, string Sentence, TimeSpan Elapsed) : SendResult;
}
