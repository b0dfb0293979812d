using System.Globalization;
using Microsoft.Extensions.Options;
using Pixza.Api.Errors;
using Pixza.Api.Hosting;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Generations;

/// <summary>How a generation, and everything that may become of a wish for one, is answered.</summary>
public sealed class GenerationAnswers(GenerationService generations, GenerationJson json, IHostApplicationLifetime lifetime, IOptions<PixzaOptions> options)
{
    private readonly string topUpUrl = new Uri(options.Value.PublicUrl, "/dashboard").ToString();

    /// <summary>Waits for the end and answers 200, or the error of a run that failed; 202 when it is not over in time.</summary>
    /// <param name="seconds">0: does not wait.</param>
    public async Task WaitAndAnswerAsync(HttpContext context, Generation generation, int seconds)
    {
        var now = seconds == 0 || generation.IsFinal ? generation : await WaitAsync(context, generation, seconds);
        if (now is null)
            await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(PublicId.Format(PublicId.Generation, generation.Id)));
        else if (!now.IsFinal)
            await AcceptedAsync(context, now);
        else if (now.Status == GenerationStatus.Failed)
            await ApiErrorWriter.WriteAsync(context, Failure(now));
        else
            await WriteAsync(context, 200, now);
    }

    /// <summary>Waits until the generation is final or the time is over; a server that stops, or that lost its database, answers what is so far.</summary>
    /// <returns>Null when it was deleted meanwhile.</returns>
    public async Task<Generation?> WaitAsync(HttpContext context, Generation generation, int seconds)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return await generations.WaitAsync(generation.AccountId, generation.LiveMode, generation.Id, TimeSpan.FromSeconds(seconds), waiting.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return await generations.GetAsync(generation.AccountId, generation.LiveMode, generation.Id, context.RequestAborted);
        }
        catch (Exception fault) when (Faults.IsDatabaseDown(fault))
        {
            return generation;   // it was accepted and is going to run: an error would say that nothing was charged
        }
    }

    public Task WriteAsync(HttpContext context, int status, Generation generation)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, (json, generation), static (writer, state) => state.json.Write(writer, state.generation));
    }

    /// <summary>What a wish that was not granted is answered with.</summary>
    public ApiError Refusal(StartResult result, Caller caller) => result switch
    {
        StartResult.Invalid invalid => ApiErrors.Invalid(invalid.Details, invalid.Reason),
        StartResult.InsufficientCredits refused => ApiErrors.InsufficientCredits(refused.Required, refused.Remaining, refused.Reason, topUpUrl),
        StartResult.ModelUnavailable unavailable => ApiErrors.ModelUnavailable(unavailable.Model),
        StartResult.IdempotencyKeyReused => ApiErrors.IdempotencyKeyReused(),
        StartResult.ReplayedDeleted => ApiErrors.ReplayedDeleted(),
        StartResult.ForcedRefusal { Status: 402 } => ApiErrors.InsufficientCredits(1, 0, "account_balance", topUpUrl),
        StartResult.ForcedRefusal => ApiErrors.RateLimited(caller.RateLimit, 60, 1),
        StartResult.Busy => ApiErrors.Busy(),
        StartResult.Unknown unknown => ApiErrors.OutcomeUnknown(PublicId.Format(PublicId.Generation, unknown.Id)),
        var other => throw new NotSupportedException(other.ToString()),
    };

    private Task AcceptedAsync(HttpContext context, Generation generation)
    {
        context.Response.Headers.Location = $"{V1Routes.Prefix}/generate/{PublicId.Format(PublicId.Generation, generation.Id)}";
        context.Response.Headers.RetryAfter = PollSeconds(generation).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, 202, generation);
    }

    /// <returns>After how many seconds it is worth asking again.</returns>
    public static int PollSeconds(Generation generation) => generation.Type == "image" ? 1 : 5;

    // A new try is a new request with a new key, so nobody is told to repeat this one.
    private static ApiError Failure(Generation generation)
    {
        var (status, error) = generation.ErrorCode switch
        {
            "content_rejected" => (422, "content_rejected"),
            "validation_error" => (422, "validation_error"),
            "provider_timeout" => (504, "provider_timeout"),
            "model_unavailable" => (503, "model_unavailable"),
            "server_error" => (500, "server_error"),
            _ => (502, "provider_error"),
        };
        return new ApiError(status, error, generation.ErrorMessage ?? "The generation failed.")
        {
            GenerationId = PublicId.Format(PublicId.Generation, generation.Id),
            CreditsRefunded = generation.Credits,
        };
    }
}
