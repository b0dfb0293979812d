namespace Pixza.Core.Generations;

/// <summary>
/// A wish for one generation, from whichever door. Null means "the default"; <see cref="GenerationService"/> validates, defaults,
/// prices, holds and runs it, the same for every channel.
/// </summary>
public sealed record StartGeneration
{
    /// <summary>Whose credits are spent.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>api, dashboard, shopify or wordpress.</summary>
    public required string Channel { get; init; }

    /// <summary>False for test keys: nothing is charged and only <c>studio</c> works.</summary>
    public required bool LiveMode { get; init; }

    /// <summary>The shop or site it was started from, or null.</summary>
    public Guid? InstallationId { get; init; }

    /// <summary>Who did it, for the record: "key:{id}", "user:{id}", a shop's staff id …</summary>
    public string? Actor { get; init; }

    /// <summary>The API key used, or null.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>The monthly cap that the hold also counts against, or null.</summary>
    public Guid? BudgetId { get; init; }

    /// <summary>The client's Idempotency-Key (1–255 visible ASCII), or null.</summary>
    public string? IdempotencyKey { get; init; }

    public required string Type { get; init; }
    public required string Prompt { get; init; }
    public string? Model { get; init; }

    /// <summary>A URL, a data: URI, a file id, or the id of a completed image generation of the account in the same mode.</summary>
    public string? InputImage { get; init; }

    public int? Width { get; init; }
    public int? Height { get; init; }
    public string? AspectRatio { get; init; }
    public int? Steps { get; init; }
    public long? Seed { get; init; }
    public string? Edit { get; init; }
    public string? NegativePrompt { get; init; }
    public string? OutputFormat { get; init; }
    public double? DurationSeconds { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
    public long? MaxCredits { get; init; }
    public bool DryRun { get; init; }
    public string? WebhookUrl { get; init; }

    /// <summary>True: accepted and left to the background at once (video and 3D always are). False: an image runs in this process without a queue hop.</summary>
    public bool Background { get; init; }

    /// <summary>The run is cancelled when it is this old (header Cancel-After), or null.</summary>
    public TimeSpan? CancelAfter { get; init; }
}

/// <summary>What became of a <see cref="StartGeneration"/>. Everything but <see cref="Started"/>, <see cref="Replayed"/> and <see cref="Unknown"/> wrote and charged nothing.</summary>
public abstract record StartResult
{
    private StartResult() { }

    /// <summary>Held (live) and accepted.</summary>
    public sealed record Started(Generation Generation) : StartResult;

    /// <summary>The idempotency key was used before with the same request: this is that generation, as it is now.</summary>
    public sealed record Replayed(Generation Generation) : StartResult;

    /// <summary>A dry run: the price and what would be changed.</summary>
    public sealed record Quoted(string Model, long Credits, int Width, int Height, int Steps, IReadOnlyList<Providers.Adjustment> Adjustments) : StartResult;

    /// <summary>One or more parameters are wrong.</summary>
    public sealed record Invalid(IReadOnlyList<ParameterError> Details, string? Reason = null) : StartResult;

    /// <summary>Too few credits. <paramref name="Reason"/>: account_balance, key_budget or max_credits.</summary>
    public sealed record InsufficientCredits(long Required, long Remaining, string Reason) : StartResult;

    /// <summary>No route can serve the model now.</summary>
    public sealed record ModelUnavailable(string Model) : StartResult;

    /// <summary>The idempotency key was used before for another request.</summary>
    public sealed record IdempotencyKeyReused : StartResult;

    /// <summary>The idempotency key was used before and what it made has been deleted since.</summary>
    public sealed record ReplayedDeleted : StartResult;

    /// <summary>A test key asked for this outcome by its prompt (test:402 or test:429).</summary>
    public sealed record ForcedRefusal(int Status) : StartResult;

    /// <summary>The database went away before it answered: the generation of this id was accepted and will run, or there is none and nothing was charged.</summary>
    public sealed record Unknown(Guid Id) : StartResult;

    /// <summary>The write queue is full: nothing was written; try again in a moment.</summary>
    public sealed record Busy : StartResult;
}

/// <param name="Param">The request's member, as a path: <c>width</c>, <c>metadata.sku</c>.</param>
/// <param name="Code">Stable and short: required, unknown, duplicate, type, out_of_range, too_long, invalid, unreachable, not_allowed, unsupported.</param>
public sealed record ParameterError(string Param, string Code, string Message);
