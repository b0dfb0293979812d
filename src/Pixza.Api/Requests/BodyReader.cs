using Pixza.Api.Errors;

namespace Pixza.Api.Requests;

/// <summary>Reads a whole body into memory, up to a limit of its own.</summary>
public static class BodyReader
{
    private const int FirstBuffer = 16 * 1024;

    /// <returns>The bytes, or null and the refusal when there are more than <paramref name="maxBytes"/>.</returns>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, ApiError? Refusal)> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
            return (default, ApiErrors.BodyTooLarge(maxBytes));

        // What a client says of the length is believed only up to a small buffer; the rest grows with what has really come.
        var buffer = new byte[Math.Min(request.ContentLength is { } length ? (int)length + 1 : FirstBuffer, FirstBuffer)];
        var filled = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(filled), request.HttpContext.RequestAborted);
            if (read == 0)
                return (buffer.AsMemory(0, filled), null);
            filled += read;
            if (filled > maxBytes)
                return (default, ApiErrors.BodyTooLarge(maxBytes));
            if (filled == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, maxBytes + 1L));
        }
    }

    /// <summary>Whether the body is declared as JSON in UTF-8.</summary>
    public static bool IsJson(HttpRequest request)
    {
        if (request.ContentType is not { } type)
            return false;
        if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return true;
        return Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out var parsed)
            && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || Microsoft.Net.Http.Headers.HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
