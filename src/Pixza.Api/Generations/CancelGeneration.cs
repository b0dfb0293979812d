using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Generations;

/// <summary>POST /api/v1/generate/{id}/cancel: ends a run and gives its credits back. Repeating it is no error; a finished run is 409.</summary>
public sealed class CancelGeneration(GenerationService generations, GenerationAnswers answers) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
            await ApiErrorWriter.WriteAsync(context, unknown);
        else if (!IdempotencyKey.TryRead(context.Request, out _, out var refusal))
            await ApiErrorWriter.WriteAsync(context, refusal!);   // cancelling twice is the same by itself; the key is only checked
        else if (!RouteId.TryRead(context, PublicId.Generation, out var id))
            await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
        else
            await CancelAsync(context, caller, id);
    }

    private async Task CancelAsync(HttpContext context, Caller caller, Guid id)
    {
        switch (await generations.CancelAsync(caller.AccountId, caller.LiveMode, id, context.RequestAborted))
        {
            case CancelResult.Canceled canceled:
                await answers.WriteAsync(context, 200, canceled.Generation);
                break;
            case CancelResult.AlreadyFinished finished:
                await ApiErrorWriter.WriteAsync(context, ApiErrors.AlreadyFinished(RouteId.Text(context), finished.Generation.Status));
                break;
            default:
                await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
                break;
        }
    }
}
