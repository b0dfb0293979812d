using Pixza.Api.Requests;
using Pixza.Core.Accounts;
using Pixza.Core.Files;
using Pixza.Core.Ids;

namespace Pixza.Api.Files;

/// <summary>How a file is answered.</summary>
public static class FileAnswer
{
    public static Task WriteAsync(HttpContext context, int status, StoredFile file, Caller caller, FileAddresses addresses)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, (file, caller, addresses), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("id", PublicId.Format(PublicId.File, state.file.Id));
            json.WriteString("url", state.addresses.Of(state.file.Id));
            json.WriteString("content_type", state.file.ContentType);
            json.WriteNumber("bytes", state.file.Bytes);
            json.WriteNumber("width", state.file.Width);
            json.WriteNumber("height", state.file.Height);
            json.WriteString("created_at", Times.Text(state.file.CreatedAt));
            json.WriteBoolean("livemode", state.caller.LiveMode);
            json.WriteEndObject();
        });
    }
}
