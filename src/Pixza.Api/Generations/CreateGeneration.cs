using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Models;

namespace Pixza.Api.Generations;

/// <summary>POST /api/v1/generate: translates, and decides only how long to wait for the answer.</summary>
public sealed class CreateGeneration(GenerationService generations, GenerationAnswers answers, ModelCatalogue models) : IV1Endpoint
{
    // A data: URI of 10 MB is 13,981,016 characters of base 64; the rest is for everything else.
    public const int MaxBodyBytes = 14_500_000;

    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        var request = context.Request;
        if (QueryReader.RefuseAny(request) is { } unknown)
            await ApiErrorWriter.WriteAsync(context, unknown);
        else if (!BodyReader.IsJson(request))
            await ApiErrorWriter.WriteAsync(context, ApiErrors.UnsupportedMediaType("application/json in UTF-8"));
        else if (!IdempotencyKey.TryRead(request, out var key, out var refusal)
            || !Preferences.TryRead(request, out var preferences, out refusal)
            || !CancelAfter.TryRead(request, out var cancelAfter, out refusal))
            await ApiErrorWriter.WriteAsync(context, refusal!);
        else if (await BodyReader.ReadAsync(request, MaxBodyBytes) is var (bytes, tooLarge) && tooLarge is not null)
            await ApiErrorWriter.WriteAsync(context, tooLarge);
        else if (GenerateRequest.Read(bytes.Span, out var wish) is { } invalid)
            await ApiErrorWriter.WriteAsync(context, invalid);
        else if (ForbiddenModel(wish, caller) is { } model)
            await ApiErrorWriter.WriteAsync(context, ApiErrors.ModelNotAllowed(model));
        else
            await StartAsync(context, caller, Translate(wish, caller, key, preferences, cancelAfter), preferences);
    }

    private async Task StartAsync(HttpContext context, Caller caller, StartGeneration start, Preferences preferences)
    {
        if (preferences.Applied is { } applied)
            context.Response.Headers["Preference-Applied"] = applied;

        switch (await generations.StartAsync(start, context.RequestAborted))
        {
            case StartResult.Started started:
                await FollowAsync(context, start, started.Generation, preferences);
                break;
            case StartResult.Replayed replayed:
                context.Response.Headers["Idempotent-Replayed"] = "true";
                await FollowAsync(context, start, replayed.Generation, preferences);
                break;
            case StartResult.Quoted quoted:
                await Quote.WriteAsync(context, start.Type, quoted);
                break;
            case var refused:
                await ApiErrorWriter.WriteAsync(context, answers.Refusal(refused, caller));
                break;
        }
    }

    // An image is answered when it is there; what takes long, or was asked for so, is answered at once and followed by id.
    private Task FollowAsync(HttpContext context, StartGeneration start, Generation generation, Preferences preferences)
    {
        var wait = preferences.WaitSeconds ?? (start.Background || start.Type != "image" ? 0 : Preferences.MaxWaitSeconds);
        return answers.WaitAndAnswerAsync(context, generation, wait);
    }

    private static StartGeneration Translate(GenerateRequest wish, Caller caller, string? key, Preferences preferences, TimeSpan? cancelAfter) => new()
    {
        AccountId = caller.AccountId,
        Channel = "api",
        LiveMode = caller.LiveMode,
        KeyId = caller.KeyId,
        Actor = PublicId.Format(PublicId.Key, caller.KeyId),
        BudgetId = caller.BudgetId,
        IdempotencyKey = key,
        Type = wish.Type!,
        Prompt = wish.Prompt!,
        Model = wish.Model,
        InputImage = wish.InputImage,
        Width = wish.Width,
        Height = wish.Height,
        AspectRatio = wish.AspectRatio,
        Steps = wish.Steps,
        Seed = wish.Seed,
        Edit = wish.Edit,
        NegativePrompt = wish.NegativePrompt,
        OutputFormat = wish.OutputFormat,
        DurationSeconds = wish.DurationSeconds,
        Metadata = wish.Metadata,
        MaxCredits = wish.MaxCredits,
        DryRun = wish.DryRun,
        WebhookUrl = wish.WebhookUrl,
        Background = wish.Type != "image" || (preferences.WaitSeconds is null && (preferences.RespondAsync || wish.WebhookUrl is not null)),
        CancelAfter = cancelAfter,
    };

    // A key bound to some models may not reach another one by naming none.
    private string? ForbiddenModel(GenerateRequest wish, Caller caller)
    {
        if (caller.Models is null)
            return null;
        var id = wish.Model ?? (wish.Type is "image" or "video" or "3d" ? models.DefaultFor(wish.Type, wish.InputImage is not null).Id : null);
        return id is not null && models.Find(id) is not null && !caller.MayUse(id) ? id : null;
    }
}
