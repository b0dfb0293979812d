using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Generations;

/// <summary>DELETE /api/v1/generate/{id}: removes record and output for good. 409 while it runs, 404 afterwards.</summary>
public sealed class DeleteGeneration(GenerationService generations) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
        {
            await ApiErrorWriter.WriteAsync(context, unknown);
            return;
        }

        var result = RouteId.TryRead(context, PublicId.Generation, out var id)
            ? await generations.DeleteAsync(caller.AccountId, caller.LiveMode, id, context.RequestAborted)
            : DeleteResult.NotFound;
        switch (result)
        {
            case DeleteResult.Deleted:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case DeleteResult.StillRunning:
                await ApiErrorWriter.WriteAsync(context, ApiErrors.StillRunning(RouteId.Text(context)));
                break;
            default:
                await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
                break;
        }
    }
}
