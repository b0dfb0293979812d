using Pixza.Api.Cdn;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Files;
using Pixza.Core.Ids;
using Pixza.Core.Storage;

namespace Pixza.Api.Files;

/// <summary>GET /api/v1/files/{id}.</summary>
public sealed class GetFile(FileStore files, FileAddresses addresses) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
            await ApiErrorWriter.WriteAsync(context, unknown);
        else if (await FileOf.CallerAsync(files, context, caller) is { } file)
            await FileAnswer.WriteAsync(context, StatusCodes.Status200OK, file, caller, addresses);
        else
            await ApiErrorWriter.WriteAsync(context, ApiErrors.FileNotFound(RouteId.Text(context)));
    }
}

/// <summary>GET /api/v1/files/{id}/content: the bytes, for a key of the account only.</summary>
public sealed class GetFileContent(FileStore files, IObjectStore objects) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
        {
            await ApiErrorWriter.WriteAsync(context, unknown);
            return;
        }

        var file = await FileOf.CallerAsync(files, context, caller);
        if (file is null || !await ObjectAnswer.TryWriteAsync(context, objects, file.Name, "private, max-age=3600"))
            await ApiErrorWriter.WriteAsync(context, ApiErrors.FileNotFound(RouteId.Text(context)));
    }
}

internal static class FileOf
{
    /// <returns>The caller's own file of the key's mode, or null.</returns>
    public static async Task<StoredFile?> CallerAsync(FileStore files, HttpContext context, Caller caller) =>
        RouteId.TryRead(context, PublicId.File, out var id)
            ? await files.FindAsync(caller.AccountId, caller.LiveMode, id, context.RequestAborted)
            : null;
}
