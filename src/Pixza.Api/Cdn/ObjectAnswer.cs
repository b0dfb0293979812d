using System.Globalization;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Core.Storage;

namespace Pixza.Api.Cdn;

/// <summary>Answers with a stored object: entity tag, ranges, and headers that keep a browser from running what it holds.</summary>
public static class ObjectAnswer
{
    /// <returns><see langword="false"/>, with nothing written, when there is no such object.</returns>
    public static async Task<bool> TryWriteAsync(HttpContext context, IObjectStore objects, string name, string cacheControl)
    {
        if (await objects.StatAsync(name, context.RequestAborted) is not { } info)
            return false;

        var (request, response) = (context.Request, context.Response);
        var etag = $"\"{info.ETag}\"";
        response.Headers.ETag = etag;
        response.Headers.CacheControl = cacheControl;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (EntityTags.Matches(request.Headers.IfNoneMatch, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        // With If-Range a range is only wanted of the very object that the client has a part of.
        var wantsRange = request.Headers.IfRange.Count == 0 || request.Headers.IfRange.ToString() == etag;
        var range = ByteRange.Read(wantsRange ? request.Headers.Range.ToString() : null, info.Bytes, out var satisfiable);
        if (!satisfiable)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{info.Bytes}");
            await ApiErrorWriter.WriteAsync(context, ApiErrors.RangeNotSatisfiable(info.Bytes));
            return true;
        }

        response.ContentType = info.ContentType;
        response.ContentLength = range?.Length ?? info.Bytes;
        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.Offset}-{part.Offset + part.Length - 1}/{info.Bytes}");
        }

        if (!HttpMethods.IsHead(request.Method))
            await CopyAsync(context, objects, name, range);
        return true;
    }

    private static async Task CopyAsync(HttpContext context, IObjectStore objects, string name, ByteRange? range)
    {
        await using var content = await objects.OpenAsync(name, range?.Offset ?? 0, range?.Length, context.RequestAborted);
        if (content is null)
            context.Abort();   // deleted since the headers were decided: a cut answer, not a wrong one
        else
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
