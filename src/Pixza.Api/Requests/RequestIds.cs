using System.Buffers;
using Pixza.Core.Ids;

namespace Pixza.Api.Requests;

/// <summary>
/// Gives every request its id: X-Request-Id on every answer, request_id in errors, RequestId in the log's scope. A client's own id
/// (X-Client-Request-Id, 1–128 visible ASCII) is echoed; any other is left out.
/// </summary>
public static class RequestIds
{
    public const string Header = "X-Request-Id";
    public const string ClientHeader = "X-Client-Request-Id";

    private static readonly SearchValues<char> s_visible = SearchValues.Create([.. Enumerable.Range(0x21, 0x5e).Select(c => (char)c)]);

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // The host's log scope reads TraceIdentifier when it is written, so this is all that logging needs.
        context.TraceIdentifier = PublicId.Format(PublicId.Request, Guid.CreateVersion7());
        Stamp(context);
        return next(context);
    }

    /// <summary>Sets the headers; again after an error handler has cleared them.</summary>
    public static void Stamp(HttpContext context)
    {
        context.Response.Headers[Header] = context.TraceIdentifier;
        if (context.Request.Headers.TryGetValue(ClientHeader, out var sent) && sent is [{ Length: > 0 and <= 128 } id] && !id.AsSpan().ContainsAnyExcept(s_visible))
            context.Response.Headers[ClientHeader] = id;
    }
}
