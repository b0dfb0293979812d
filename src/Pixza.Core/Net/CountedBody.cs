namespace Pixza.Core.Net;

/// <summary>Reads a stranger's answer, counting what arrives: neither its Content-Length nor its compressed size is believed.</summary>
public static class CountedBody
{
    private const int ChunkBytes = 32 * 1024;

    /// <exception cref="BodyTooLargeException">There is more than <paramref name="maxBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, long maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw new BodyTooLargeException(maxBytes);

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        while (await stream.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > maxBytes)
                throw new BodyTooLargeException(maxBytes);
            body.Write(chunk, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <returns>The first <paramref name="bytes"/> bytes, fewer when the answer ends or breaks off; the rest is left unread.</returns>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, int bytes, CancellationToken cancellationToken)
    {
        var start = new byte[bytes];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (length < bytes && await stream.ReadAsync(start.AsMemory(length), cancellationToken) is var read and > 0)
                length += read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            // The status is known already; a torn answer takes nothing from it.
        }

        return start.AsMemory(0, length);
    }
}
