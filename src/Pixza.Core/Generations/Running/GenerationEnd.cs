using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Generations.Writing;
using Pixza.Core.Jobs;
using Pixza.Core.Providers;
using Pixza.Core.Webhooks;

namespace Pixza.Core.Generations.Running;

/// <summary>
/// Ends a generation: final row, end of the hold, the attempt's outcome, and the messages to webhook and observers in one commit.
/// Whoever comes second changes nothing.
/// </summary>
public sealed class GenerationEnd(
    GenerationWriter writer, GenerationWatch watch, GenerationJson json, IEnumerable<IGenerationObserver> observers, ProviderRoutes routes,
    TimeProvider clock, IServiceProvider services)
{
    /// <returns>The completed generation, or null when it had ended before.</returns>
    public Task<Generation?> CompleteAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, AttemptRow attempt, IReadOnlyList<GenerationOutput> outputs, ProviderResult.Completed result)
    {
        var adjustments = new List<Adjustment>(generation.Adjustments);
        adjustments.AddRange(result.Adjustments ?? []);
        var (width, height) = (outputs[0].Width ?? generation.Width, outputs[0].Height ?? generation.Height);
        return EndAsync(
            generation with
            {
                Status = GenerationStatus.Completed,
                Outputs = outputs,
                Width = width,
                Height = height,
                Seed = result.Seed ?? generation.Seed,
                Provider = attempt.Provider,
                ServedModel = result.ServedModel ?? attempt.UpstreamModel,
                Preview = attempt.Provider == ProviderRoutes.Studio && generation.Model != ProviderRoutes.Studio,
                Adjustments = adjustments,
                CreditsUsed = generation.Credits,
                Progress = 1,
            },
            tried,
            new AttemptEnd(attempt.Number, "succeeded", null, null, result.CostMicroUsd));
    }

    /// <returns>The failed generation, or null when it had ended before.</returns>
    public Task<Generation?> FailAsync(Generation generation, IReadOnlyList<AttemptRow> tried, FailureKind kind, string message)
    {
        if (kind is FailureKind.Timeout && tried.LastOrDefault() is { UpstreamId: not null } attempt)
            _ = StopUpstreamAsync(generation, attempt);
        return EndAsync(
            generation with { Status = GenerationStatus.Failed, ErrorCode = ErrorCode(kind), ErrorMessage = message, Provider = tried.LastOrDefault()?.Provider },
            tried,
            tried.LastOrDefault() is { } last ? new AttemptEnd(last.Number, "failed", kind.ToString(), message, null) : null);
    }

    /// <returns>The cancelled generation, or null when it had ended before. The vendor is asked to stop afterwards, best effort.</returns>
    public async Task<Generation?> CancelAsync(Generation generation, IReadOnlyList<AttemptRow> tried)
    {
        var open = tried.LastOrDefault() is { Status: "started" or "submitted" } last ? last : null;
        var ended = await EndAsync(
            generation with { Status = GenerationStatus.Canceled }, tried, open is null ? null : new AttemptEnd(open.Number, "canceled", null, null, null));
        if (ended is not null && open is { UpstreamId: not null })
            _ = StopUpstreamAsync(generation, open);
        return ended;
    }

    private async Task<Generation?> EndAsync(Generation generation, IReadOnlyList<AttemptRow> tried, AttemptEnd? attempt)
    {
        var now = clock.GetUtcNow();
        generation = generation with { CompletedAt = now, Version = generation.Version + 1, Attempts = Shown(tried, attempt, now) };
        var webhook = generation.WebhookUrl is { } url
            ? new PendingMessage(Guid.CreateVersion7(now), url, $"generation.{generation.Status}", json.ToText(generation))
            : null;

        var ended = await writer.EndAsync(new Ending(
            generation, attempt, webhook, [.. observers.Where(observer => observer.Wants(generation.Channel)).Select(observer => observer.Name)]));
        watch.Changed(generation.Id);
        services.GetRequiredService<DueRunner<GenerationRunner>>().Stop(generation.Id);
        if (ended && webhook is not null)
            services.GetRequiredService<DueRunner<WebhookWork>>().Wake();
        return ended ? generation : null;
    }

    private static IReadOnlyList<GenerationAttempt> Shown(IReadOnlyList<AttemptRow> tried, AttemptEnd? end, DateTimeOffset now) =>
        [.. tried.Select(row => row.Number == end?.Number ? row.Shown with { Status = end.Status, Error = end.ErrorKind, FinishedAt = now } : row.Shown)];

    private async Task StopUpstreamAsync(Generation generation, AttemptRow attempt)
    {
        if (routes.Find(attempt.Provider, generation.LiveMode) is not { } provider)
            return;
        try
        {
            await provider.CancelAsync(new ProviderJob(ProviderRequests.Bare(generation, attempt), attempt.UpstreamId!, attempt.State), CancellationToken.None);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The customer's run has ended and costs nothing; the vendor's runs out by itself.
        }
    }

    /// <summary>The answer's error code for a failure.</summary>
    public static string ErrorCode(FailureKind kind) => kind switch
    {
        FailureKind.Moderated => "content_rejected",
        FailureKind.InvalidInput => "validation_error",
        FailureKind.Timeout => "provider_timeout",
        FailureKind.Unavailable or FailureKind.NotFound or FailureKind.Auth or FailureKind.UpstreamCredit => "model_unavailable",
        _ => "provider_error",
    };
}
