using System.Globalization;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Generations;

/// <summary>GET /api/v1/generate/{id}: the state now, or at the end with <c>?wait=N</c>.</summary>
public sealed class GetGeneration(GenerationService generations, GenerationAnswers answers) : IV1Endpoint
{
    public Task HandleAsync(HttpContext context, Caller caller)
    {
        var wait = 0;
        if (context.Request.QueryString.HasValue)
        {
            var query = new QueryReader(context.Request, "wait");
            wait = query.Integer("wait", 0, 0, Preferences.MaxWaitSeconds);
            if (query.Refusal is { } refusal)
                return ApiErrorWriter.WriteAsync(context, refusal);
        }

        return RouteId.TryRead(context, PublicId.Generation, out var id)
            ? AnswerAsync(context, caller, id, wait)
            : ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
    }

    private async Task AnswerAsync(HttpContext context, Caller caller, Guid id, int wait)
    {
        var generation = await generations.GetAsync(caller.AccountId, caller.LiveMode, id, context.RequestAborted);
        if (generation is { IsFinal: false } && wait > 0)
            generation = await answers.WaitAsync(context, generation, wait);
        if (generation is null)
        {
            await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
            return;
        }

        if (!generation.IsFinal)
            context.Response.Headers.RetryAfter = GenerationAnswers.PollSeconds(generation).ToString(CultureInfo.InvariantCulture);
        await answers.WriteAsync(context, 200, generation);
    }
}
