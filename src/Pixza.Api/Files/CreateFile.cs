using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Files;
using Pixza.Core.Ids;

namespace Pixza.Api.Files;

/// <summary>
/// POST /api/v1/files: stores an input image, sent as it is (Content-Type: image/png …) or as the part "file" of a form. Private. The same
/// bytes are the same file, so repeating the call is no error.
/// </summary>
public sealed class CreateFile(InputFiles files, FileAddresses addresses) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
        {
            await ApiErrorWriter.WriteAsync(context, unknown);
            return;
        }

        if (!IdempotencyKey.TryRead(context.Request, out _, out var wrongKey))
        {
            await ApiErrorWriter.WriteAsync(context, wrongKey!);
            return;
        }

        var (bytes, refusal) = await Upload.ReadAsync(context.Request, InputFiles.MaxBytes);
        if (refusal is not null)
        {
            await ApiErrorWriter.WriteAsync(context, refusal);
            return;
        }

        switch (await files.StoreAsync(caller.AccountId, caller.LiveMode, bytes, context.RequestAborted))
        {
            case InputResult.Stored stored:
                context.Response.Headers.Location = $"{V1Routes.Prefix}/files/{PublicId.Format(PublicId.File, stored.File.Id)}";
                await FileAnswer.WriteAsync(context, StatusCodes.Status201Created, stored.File, caller, addresses);
                break;
            case InputResult.Refused refused:
                await ApiErrorWriter.WriteAsync(context, ApiErrors.Invalid("file", refused.Code, refused.Sentence));
                break;
        }
    }
}
