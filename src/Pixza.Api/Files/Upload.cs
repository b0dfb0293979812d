using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pixza.Api.Errors;
using Pixza.Api.Requests;

namespace Pixza.Api.Files;

/// <summary>Reads one uploaded file out of a body: the body itself, or the part "file" of a form.</summary>
public static class Upload
{
    private const int FormOverhead = 8 * 1024;

    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, ApiError? Refusal)> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsExpected(type))
            return (default, ApiErrors.UnsupportedMediaType("image/png, image/jpeg, image/webp, application/octet-stream, or multipart/form-data with the part \"file\""));

        var isForm = type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        var (body, refusal) = await BodyReader.ReadAsync(request, maxBytes + (isForm ? FormOverhead : 0));
        if (refusal is not null)
            return (default, ApiErrors.BodyTooLarge(maxBytes));
        if (!isForm)
            return body.IsEmpty ? (default, Missing()) : (body, null);

        try
        {
            return await ReadFormAsync(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), body, maxBytes);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return (default, ApiErrors.InvalidRequest("The form could not be read: its parts are cut off or malformed.") with { Reason = "invalid_form" });
        }
    }

    private static async ValueTask<(ReadOnlyMemory<byte>, ApiError?)> ReadFormAsync(string boundary, ReadOnlyMemory<byte> body, int maxBytes)
    {
        var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false)) { HeadersLengthLimit = FormOverhead, BodyLengthLimit = body.Length };
        ReadOnlyMemory<byte>? file = null;
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name) is var name && name != "file")
                return (default, ApiErrors.Invalid("form", "unknown", "The form may have one part only, named \"file\"."));
            if (file is not null)
                return (default, ApiErrors.Invalid("file", "duplicate", "The form has the part \"file\" twice."));
            using var copy = new MemoryStream();
            await section.Body.CopyToAsync(copy);
            file = copy.ToArray();
        }

        return file switch
        {
            null or { Length: 0 } => (default, Missing()),
            { } bytes when bytes.Length > maxBytes => (default, ApiErrors.BodyTooLarge(maxBytes)),
            { } bytes => (bytes, null),
        };
    }

    private static bool IsExpected(MediaTypeHeaderValue type) =>
        type.Type.Equals("image", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
        || (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && type.Boundary.HasValue);

    private static ApiError Missing() => ApiErrors.Invalid("file", "required", "The file is missing or empty.");
}
