using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pixza.Core.Faults;
using Pixza.Core.Jobs;
using Pixza.Core.Models;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Running;

/// <summary>
/// Takes a generation from accepted to its end. The process that accepted an image runs it at once; everything else, and everything
/// found unfinished, is claimed as a due row. Each step begins from what is stored, so any process can go on where another died.
/// </summary>
public sealed class GenerationRunner(
    GenerationStore store, Attempts attempts, ProviderRoutes routes, ModelCatalogue models, ProviderRequests requests, OutputKeeper outputs,
    GenerationEnd end, GenerationWatch watch, FaultPoints faults, TimeProvider clock, IOptions<JobOptions> options, IServiceProvider services,
    ILogger<GenerationRunner> log) : IDueWork
{
    private static readonly TimeSpan PollRetry = TimeSpan.FromSeconds(5);

    private readonly Lazy<DueRunner<GenerationRunner>> due = new(services.GetRequiredService<DueRunner<GenerationRunner>>);

    public string Table => "generations.generations";

    public int Concurrency => options.Value.Generations;

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { IsFinal: false } generation)
            return;

        var tried = await attempts.ListAsync(id, cancellationToken);
        if (generation.CancelAt <= clock.GetUtcNow())
        {
            await end.CancelAsync(generation, tried);
            return;
        }

        await AdvanceAsync(generation, tried, NextStep.After(tried, RoutesFor(generation)), cancellationToken);
    }

    /// <summary>Runs the attempt that was written down with the acceptance, under a lease that this process has.</summary>
    /// <returns>The generation at its end; null when it went to the background or ended elsewhere.</returns>
    public async Task<Generation?> RunFirstAsync(Generation generation, AttemptRow first, ProviderRoute route)
    {
        using var held = due.Value.Hold(generation.Id);
        try
        {
            faults.Pass(FaultPoints.HoldCommitted);
            return await SubmitAsync(generation, [first], route, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            log.LogError(e, "Generation {Id} was interrupted; it is taken up again when its lease runs out", generation.Id);
            return null;
        }
    }

    private IReadOnlyList<ProviderRoute> RoutesFor(Generation generation) =>
        models.Find(generation.Model) is { } model ? routes.For(model, generation.LiveMode) : [];

    private async Task<Generation?> AdvanceAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, NextStep step, CancellationToken cancellationToken)
    {
        if (tried.Count > 0 && step is not NextStep.Recover && Deadline(generation) <= clock.GetUtcNow())
            step = new NextStep.GiveUp(FailureKind.Timeout, "The run took longer than the model's time limit.");

        switch (step)
        {
            case NextStep.Try next:
                var now = clock.GetUtcNow();
                var attempt = AttemptRow.New(next.Number, next.Route, now);
                if (!await attempts.StartAsync(generation.Id, attempt, next.PreviousKind, next.PreviousError, cancellationToken))
                    return null;
                watch.Changed(generation.Id);
                generation = generation with { Status = GenerationStatus.Processing, StartedAt = generation.StartedAt ?? now };
                faults.Pass(FaultPoints.HoldCommitted);
                return await SubmitAsync(
                    generation, [.. tried.Select(row => row.Number == next.Number - 1 ? row with { Status = "failed", ErrorKind = next.PreviousKind, FinishedAt = now } : row), attempt], next.Route, cancellationToken);

            case NextStep.Recover recover:
                return await RecoverAsync(generation, tried, recover.Attempt, cancellationToken);

            case NextStep.Poll poll:
                return await PollAsync(generation, tried, poll.Attempt, cancellationToken);

            case NextStep.GiveUp giveUp:
                return await end.FailAsync(generation, tried, giveUp.Kind, giveUp.Message);

            default:
                throw new NotSupportedException(step.ToString());
        }
    }

    // The vendor may have been called or not. An output under the attempt's own name tells that it was, and that nothing is left but to capture.
    private async Task<Generation?> RecoverAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (await outputs.FindAsync(generation, attempt.ObjectToken, cancellationToken) is { } found)
            return await CompleteAsync(generation, tried, attempt, [found], new ProviderResult.Completed([]));

        var route = RoutesFor(generation).FirstOrDefault(route => (route.Name, route.UpstreamModel) == (attempt.Provider, attempt.UpstreamModel));
        if (routes.Find(attempt.Provider, generation.LiveMode) is { CanRepeatSubmit: true } && route is not null)
            return await AdvanceAsync(generation, tried, NextStep.Again(tried, route), cancellationToken);
        return await end.FailAsync(generation, tried, FailureKind.Ambiguous, "The run was interrupted and the provider's answer was lost.");
    }

    private async Task<Generation?> SubmitAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, ProviderRoute route, CancellationToken cancellationToken)
    {
        var attempt = tried[^1];
        var result = await CallAsync(
            generation,
            async token => await requests.ForAsync(generation, attempt, Progress(generation), withInput: true, token) is { } request
                ? await route.Provider.SubmitAsync(request, token)
                : new ProviderResult.Failed(FailureKind.Failed, "The input image is no longer there."),
            failure: route.Provider.CanRepeatSubmit ? FailureKind.Failed : FailureKind.Ambiguous,
            cancellationToken);
        faults.Pass(FaultPoints.VendorCalled);
        return await HandleAsync(generation, tried, attempt, result, cancellationToken);
    }

    private async Task<Generation?> PollAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (routes.Find(attempt.Provider, generation.LiveMode) is not { } provider)
            return await end.FailAsync(generation, tried, FailureKind.Lost, "The provider is not configured any more.");

        var request = await requests.ForAsync(generation, attempt, null, withInput: !generation.LiveMode, cancellationToken);   // test mode renders at the poll
        var result = await CallAsync(
            generation, token => provider.PollAsync(new ProviderJob(request ?? ProviderRequests.Bare(generation, attempt), attempt.UpstreamId!, attempt.State), token), FailureKind.Unavailable, cancellationToken);

        // A poll that failed says nothing about the work: ask again, never submit again.
        if (result is ProviderResult.Failed { Kind: FailureKind.Unavailable or FailureKind.RateLimited or FailureKind.Ambiguous } failed)
            result = new ProviderResult.Pending(attempt.UpstreamId!, attempt.State, null, failed.RetryAfter ?? PollRetry);
        return await HandleAsync(generation, tried, attempt, result, cancellationToken);
    }

    private async Task<Generation?> HandleAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, AttemptRow attempt, ProviderResult result, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case ProviderResult.Completed completed:
                if (await outputs.StoreAsync(generation, attempt.ObjectToken, completed.Outputs, cancellationToken) is not { } stored)
                    return await end.FailAsync(generation, tried, FailureKind.Failed, "The provider's output is not a file of the right type.");
                faults.Pass(FaultPoints.OutputStored);
                return await CompleteAsync(generation, tried, attempt, stored, completed);

            case ProviderResult.Pending pending:
                await attempts.SubmittedAsync(generation.Id, attempt.Number, pending.UpstreamId, pending.State, pending.Progress, pending.PollAfter, CancellationToken.None);
                watch.Changed(generation.Id);
                due.Value.WakeAfter(pending.PollAfter);
                return null;

            case ProviderResult.Failed failed:
                if (failed.Kind is FailureKind.Auth or FailureKind.UpstreamCredit or FailureKind.NotFound)
                {
                    log.LogError("Route {Provider}/{Model} is taken out for a while: {Kind}, {Message}", attempt.Provider, attempt.UpstreamModel, failed.Kind, failed.Message);
                    routes.Rest(attempt.Provider, attempt.UpstreamModel, TimeSpan.FromMinutes(5));
                }
                else if (failed is { Kind: FailureKind.RateLimited or FailureKind.Unavailable, RetryAfter: { } rest })
                {
                    routes.Rest(attempt.Provider, attempt.UpstreamModel, rest);
                }

                tried = [.. tried.SkipLast(1), attempt with { ErrorKind = null }];
                return await AdvanceAsync(generation, tried, NextStep.AfterFailure(tried, RoutesFor(generation), failed.Kind, failed.Message), cancellationToken);

            default:
                throw new NotSupportedException(result.ToString());
        }
    }

    private async Task<Generation?> CompleteAsync(
        Generation generation, IReadOnlyList<AttemptRow> tried, AttemptRow attempt, IReadOnlyList<GenerationOutput> stored, ProviderResult.Completed completed)
    {
        var ended = await end.CompleteAsync(generation, tried, attempt, stored, completed);
        faults.Pass(FaultPoints.CaptureCommitted);
        if (ended is null)
            await RemoveUnkeptAsync(generation.Id, stored);
        return ended;
    }

    // It had ended before: cancelled, or completed with another output, or with this very one, by another process that found it stored or by
    // ourselves when the commit's answer was lost.
    private async Task RemoveUnkeptAsync(Guid id, IReadOnlyList<GenerationOutput> stored)
    {
        var kept = (await store.FindAsync(id, CancellationToken.None))?.Outputs ?? [];
        await outputs.RemoveAsync([.. stored.Where(output => kept.All(other => other.Name != output.Name))]);
    }

    // The vendor's own exceptions become a result; the time limit ends the call, and so does losing the row.
    private async Task<ProviderResult> CallAsync(
        Generation generation, Func<CancellationToken, Task<ProviderResult>> call, FailureKind failure, CancellationToken cancellationToken)
    {
        var left = Deadline(generation) - clock.GetUtcNow();
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(linked.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new ProviderResult.Failed(FailureKind.Timeout, "The run took longer than the model's time limit.");
        }
        catch (Exception e)
        {
            log.LogError(e, "The provider of generation {Id} threw", generation.Id);
            return new ProviderResult.Failed(failure, "The provider's answer could not be read.");
        }
    }

    private DateTimeOffset Deadline(Generation generation) =>
        (generation.StartedAt ?? clock.GetUtcNow()) + TimeSpan.FromSeconds(models.Find(generation.Model)?.TimeLimitSeconds ?? 600);

    private RunProgress Progress(Generation generation) => new(generation.Id, attempts, watch, clock);
}
