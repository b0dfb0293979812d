using System.Collections.Concurrent;
using System.Security.Cryptography;
using Pixza.Core.Files;
using Pixza.Core.Generations.Running;
using Pixza.Core.Generations.Starting;
using Pixza.Core.Generations.Writing;
using Pixza.Core.Jobs;
using Pixza.Core.Ledger;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations;

/// <summary>
/// What every door calls: start, read, wait, cancel, delete. The same price, limits and ledger for all of them.
/// </summary>
public sealed class GenerationService(
    GenerationPlanner planner, InputFiles files, GenerationWriter writer, GenerationStore store, IdempotencyKeys keys, Attempts attempts,
    GenerationRunner runner, DueRunner<GenerationRunner> due, GenerationEnd end, GenerationWatch watch, ProviderRoutes routes, CreditLedger ledger,
    Node node, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Task<Generation?>> running = new();

    /// <summary>
    /// Checks, prices, holds and begins the generation, or does nothing at all. The run goes on whether or not the caller stays;
    /// <see cref="WaitAsync"/> waits for its end.
    /// </summary>
    public async Task<StartResult> StartAsync(StartGeneration wish, CancellationToken cancellationToken)
    {
        if (wish.DryRun)
            wish = wish with { IdempotencyKey = null };   // a quote makes nothing that could be made once
        var (plan, errors) = planner.Plan(wish);
        if (plan is null)
            return new StartResult.Invalid(errors);
        if (!wish.LiveMode && wish.Prompt.Trim() is "test:402" or "test:429")
            return new StartResult.ForcedRefusal(wish.Prompt.Trim() == "test:402" ? 402 : 429);

        var fingerprint = wish.IdempotencyKey is null ? null : Fingerprint.Of(wish);

        // An input image may have gone since the first call; the replay must not depend on it.
        if (wish is { IdempotencyKey: not null, InputImage: not null } && await ReplayAsync(wish, fingerprint!, cancellationToken) is { } replay)
            return replay;

        var usable = routes.For(plan.Model, wish.LiveMode);
        if (usable.Count == 0)
            return await ReplayAsync(wish, fingerprint, cancellationToken) ?? new StartResult.ModelUnavailable(plan.Model.Id);
        var price = wish.LiveMode ? plan.Model.Credits : 0;
        if (wish.MaxCredits < price)
        {
            return await ReplayAsync(wish, fingerprint, cancellationToken)
                ?? new StartResult.InsufficientCredits(price, await AvailableAsync(wish.AccountId, cancellationToken), "max_credits");
        }

        if (wish.DryRun)
            return new StartResult.Quoted(plan.Model.Id, price, plan.Width, plan.Height, plan.Steps, plan.Adjustments);

        Guid? inputFile = null;
        if (wish.InputImage is { } image)
        {
            switch (await files.ResolveAsync(wish.AccountId, wish.LiveMode, image, cancellationToken))
            {
                case InputResult.Stored stored:
                    inputFile = stored.File.Id;
                    break;
                case InputResult.Refused refused:
                    return new StartResult.Invalid([new ParameterError("input_image", refused.Code, refused.Sentence)], "input_image_unreachable");
            }
        }

        return await AcceptAsync(wish, plan, usable[0], price, inputFile, fingerprint, cancellationToken);
    }

    private async Task<StartResult> AcceptAsync(
        StartGeneration wish, GenerationPlan plan, ProviderRoute route, long price, Guid? inputFile, byte[]? fingerprint, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var inline = !wish.Background && plan.Model.Type == "image" && wish.WebhookUrl is null;
        var first = inline ? AttemptRow.New(1, route, now) : null;
        var generation = new Generation
        {
            Id = Guid.CreateVersion7(now),
            AccountId = wish.AccountId,
            LiveMode = wish.LiveMode,
            Status = inline ? GenerationStatus.Processing : GenerationStatus.Queued,
            Type = plan.Model.Type,
            Model = plan.Model.Id,
            Channel = wish.Channel,
            KeyId = wish.KeyId,
            InstallationId = wish.InstallationId,
            Actor = wish.Actor,
            Prompt = wish.Prompt,
            NegativePrompt = wish.NegativePrompt,
            InputFileId = inputFile,
            Width = plan.Width,
            Height = plan.Height,
            Steps = plan.Steps,
            Seed = wish.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            Edit = wish.Edit,
            OutputFormat = plan.OutputFormat,
            DurationSeconds = plan.DurationSeconds,
            WebhookUrl = wish.WebhookUrl,
            Metadata = wish.Metadata,
            Credits = price,
            CreatedAt = now,
            StartedAt = inline ? now : null,
            Version = 1,
            Adjustments = plan.Adjustments,
            CancelAt = now + wish.CancelAfter,
            Attempts = first is null ? [] : [first.Shown],
        };

        var accepted = await writer.AcceptAsync(new Acceptance(
            generation, first is null ? null : new FirstAttempt(first.Provider, first.UpstreamModel, first.ObjectToken), inline ? node.Id : null, due.Lease,
            wish.BudgetId, wish.IdempotencyKey, fingerprint));
        switch (accepted)
        {
            case AcceptOutcome.Full:
                return new StartResult.Busy();
            case AcceptOutcome.Unknown:
                return new StartResult.Unknown(generation.Id);
            case AcceptOutcome.Refused when wish.IdempotencyKey is { } key && await keys.ForgetAsync(wish.AccountId, wish.LiveMode, AcceptStatements.Route, key, cancellationToken):
                return await AcceptAsync(wish, plan, route, price, inputFile, fingerprint, cancellationToken);   // a key past its life stood in the way
            case AcceptOutcome.Refused:
                return await RefusedAsync(wish, price, fingerprint, cancellationToken);
        }

        if (first is not null)
            RunInline(generation, first, route);
        else
            due.Wake();
        if (wish.CancelAfter is { } age)
            _ = CancelLaterAsync(generation.AccountId, generation.LiveMode, generation.Id, age);
        return new StartResult.Started(generation);
    }

    // Keeps three values and not the wish, whose input image may be large. The row knows the time as well, for when this node does not live so long.
    private async Task CancelLaterAsync(Guid accountId, bool liveMode, Guid id, TimeSpan age)
    {
        await Task.Delay(age, clock);
        try
        {
            await CancelAsync(accountId, liveMode, id, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException)
        {
            // The due runner cancels it at its next look.
        }
    }

    private void RunInline(Generation generation, AttemptRow first, ProviderRoute route)
    {
        var run = Task.Run(() => runner.RunFirstAsync(generation, first, route));
        running[generation.Id] = run;
        _ = run.ContinueWith(_ => running.TryRemove(generation.Id, out Task<Generation?>? _), TaskScheduler.Default);
    }

    private async Task<StartResult> RefusedAsync(StartGeneration wish, long price, byte[]? fingerprint, CancellationToken cancellationToken)
    {
        if (await ReplayAsync(wish, fingerprint, cancellationToken) is { } replay)
            return replay;

        var available = await AvailableAsync(wish.AccountId, cancellationToken);
        if (price > 0 && available < price)
            return new StartResult.InsufficientCredits(price, available, "account_balance");
        return wish.BudgetId is not null && price > 0
            ? new StartResult.InsufficientCredits(price, available, "key_budget")
            : new StartResult.Busy();
    }

    private async Task<StartResult?> ReplayAsync(StartGeneration wish, byte[]? fingerprint, CancellationToken cancellationToken)
    {
        if (wish.IdempotencyKey is not { } key
            || await keys.FindAsync(wish.AccountId, wish.LiveMode, AcceptStatements.Route, key, cancellationToken) is not { } use)
        {
            return null;
        }

        if (!use.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            return new StartResult.IdempotencyKeyReused();
        return await store.GetAsync(wish.AccountId, wish.LiveMode, use.ResourceId, cancellationToken) is { } generation
            ? new StartResult.Replayed(generation)
            : new StartResult.ReplayedDeleted();
    }

    private async Task<long> AvailableAsync(Guid accountId, CancellationToken cancellationToken) =>
        (await ledger.BalanceAsync(accountId, cancellationToken))?.Available ?? 0;

    /// <returns>Null when the account has no such generation in this mode.</returns>
    public Task<Generation?> GetAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken) =>
        store.GetAsync(accountId, liveMode, id, cancellationToken);

    public Task<GenerationPage> ListAsync(GenerationQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    /// <summary>Waits for the end, whichever process runs it.</summary>
    /// <returns>The generation when it has ended or the time is over; null when there is no such one.</returns>
    public async Task<Generation?> WaitAsync(Guid accountId, bool liveMode, Guid id, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        if (running.TryGetValue(id, out var run))
        {
            try
            {
                if (await run.WaitAsync(time, clock, cancellationToken) is { } ended && ended.AccountId == accountId && ended.LiveMode == liveMode)
                    return ended;
            }
            catch (TimeoutException)
            {
                return await store.GetAsync(accountId, liveMode, id, cancellationToken);
            }
        }

        var version = -1L;
        while (true)
        {
            var left = time - clock.GetElapsedTime(start);
            var generation = await NextChangeAsync(accountId, liveMode, id, version, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            if (generation is null or { IsFinal: true } || left <= TimeSpan.Zero)
                return generation;
            version = generation.Version;
        }
    }

    /// <summary>Waits for a later version than <paramref name="afterVersion"/>.</summary>
    /// <returns>The generation, changed or not when the time is over; null when there is no such one.</returns>
    public async Task<Generation?> NextChangeAsync(
        Guid accountId, bool liveMode, Guid id, long afterVersion, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var watcher = watch.Watch(id);
        while (true)
        {
            var generation = await store.GetAsync(accountId, liveMode, id, cancellationToken);
            var left = time - clock.GetElapsedTime(start);
            if (generation is null || generation.Version > afterVersion || generation.IsFinal || left <= TimeSpan.Zero)
                return generation;
            watcher.Seen = generation.Version;
            await watcher.WaitAsync(left, cancellationToken);
        }
    }

    /// <summary>Ends the run now, wherever it runs; the hold is released in full. May be repeated.</summary>
    public async Task<CancelResult> CancelAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(accountId, liveMode, id, cancellationToken) is not { } generation)
            return new CancelResult.NotFound();
        if (!generation.IsFinal && await end.CancelAsync(generation, await attempts.ListAsync(id, cancellationToken)) is { } canceled)
            return new CancelResult.Canceled(canceled);

        generation = await store.GetAsync(accountId, liveMode, id, cancellationToken);
        return generation switch
        {
            null => new CancelResult.NotFound(),
            { Status: GenerationStatus.Canceled } => new CancelResult.Canceled(generation),
            _ => new CancelResult.AlreadyFinished(generation),
        };
    }

    /// <summary>Removes record and output of a finished generation. The ledger keeps its lines.</summary>
    public Task<DeleteResult> DeleteAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken) =>
        store.DeleteAsync(accountId, liveMode, id, cancellationToken);
}

public abstract record CancelResult
{
    private CancelResult() { }

    public sealed record Canceled(Generation Generation) : CancelResult;

    public sealed record AlreadyFinished(Generation Generation) : CancelResult;

    public sealed record NotFound : CancelResult;
}
