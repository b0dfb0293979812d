namespace Pixza.Core.Providers;

/// <summary>
/// One vendor (or the embedded renderer) that makes what a generation asks for. The runner calls it, never a channel.
/// No vendor has idempotency keys, so the outcome of a submit says exactly what is known (see <see cref="ProviderResult"/>):
/// the runner submits again only where no upstream work can exist.
/// </summary>
public interface IProvider
{
    /// <summary>Lower-case and stable: the name in the catalogue's routes, in attempts and in the answer's <c>provider</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a submit whose answer was lost may simply be sent again: true for the embedded renderer and for vendors that take
    /// our id as theirs; false wherever the first one may have run and been billed.
    /// </summary>
    bool CanRepeatSubmit { get; }

    /// <summary>Whether the provider can work now (key configured, binaries there). A route to one that can't is skipped.</summary>
    bool IsAvailable { get; }

    /// <summary>Starts the work, and may answer with the finished output at once.</summary>
    /// <remarks>Does not throw for what a vendor may answer; an exception that escapes is read as <see cref="FailureKind.Ambiguous"/>.</remarks>
    Task<ProviderResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for the state of work that was submitted earlier, perhaps by another process.</summary>
    Task<ProviderResult> PollAsync(ProviderJob job, CancellationToken cancellationToken);

    /// <summary>Asks the vendor to stop. Best effort: returns whether the vendor confirmed it.</summary>
    Task<bool> CancelAsync(ProviderJob job, CancellationToken cancellationToken);
}

/// <summary>What is to be made, in Pixza's words; the provider translates.</summary>
/// <param name="GenerationId">The generation's id, for vendors that take a caller's id.</param>
/// <param name="UpstreamModel">The vendor's own model id from the route.</param>
/// <param name="Model">Pixza's public model id.</param>
/// <param name="Type">image, video or 3d.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Seed">0 to 2³²−1.</param>
/// <param name="Edit">Null, or "background": the product of the input is kept pixel for pixel and all else is new.</param>
/// <param name="OutputFormat">jpeg, png or webp for images; null otherwise.</param>
/// <param name="Input">The stored, checked input image, or null.</param>
/// <param name="Progress">Takes 0..1 while a provider works in process; may be null.</param>
public sealed record ProviderRequest(
    Guid GenerationId,
    string UpstreamModel,
    string Model,
    string Type,
    string Prompt,
    string? NegativePrompt,
    int Width,
    int Height,
    int Steps,
    long Seed,
    string? Edit,
    string? OutputFormat,
    double? DurationSeconds,
    ProviderInput? Input,
    IProgress<double>? Progress = null);

/// <summary>An input image: the bytes, their type by content, and their size in pixels.</summary>
public sealed record ProviderInput(ReadOnlyMemory<byte> Bytes, string ContentType, int Width, int Height);

/// <summary>Work that a vendor has accepted.</summary>
/// <param name="Request">What was asked for, without the input's bytes.</param>
/// <param name="UpstreamId">The vendor's id of it.</param>
/// <param name="State">What the provider wants back at the next poll (a poll URL, say); opaque to Pixza, stored with the attempt.</param>
public sealed record ProviderJob(ProviderRequest Request, string UpstreamId, string? State);

/// <summary>What a vendor answered.</summary>
public abstract record ProviderResult
{
    private ProviderResult() { }

    /// <summary>The output is there.</summary>
    /// <param name="Outputs">At least one; the first is the generation's output_url.</param>
    /// <param name="ServedModel">The model that really made it, when it is not the route's.</param>
    /// <param name="Seed">The seed really used, when the vendor says so.</param>
    /// <param name="CostMicroUsd">What the vendor billed, in millionths of a US dollar, when known.</param>
    /// <param name="Adjustments">Parameters that were changed or could not be honoured.</param>
    public sealed record Completed(
        IReadOnlyList<ProviderOutput> Outputs,
        string? ServedModel = null,
        long? Seed = null,
        long? CostMicroUsd = null,
        IReadOnlyList<Adjustment>? Adjustments = null) : ProviderResult;

    /// <summary>The vendor has accepted the work and will be polled.</summary>
    /// <param name="Progress">0..1, when the vendor says so.</param>
    public sealed record Pending(string UpstreamId, string? State, double? Progress, TimeSpan PollAfter) : ProviderResult;

    /// <summary>The work did not succeed, in the sense that <paramref name="Kind"/> gives.</summary>
    /// <param name="Message">One sentence that the customer may read; never a key or a vendor's raw body.</param>
    /// <param name="RetryAfter">How long the route should rest, when the vendor says so.</param>
    public sealed record Failed(FailureKind Kind, string Message, TimeSpan? RetryAfter = null, long? CostMicroUsd = null) : ProviderResult;
}

/// <summary>One file that a provider made: its bytes, or the https address from which they are fetched once.</summary>
public sealed record ProviderOutput(ReadOnlyMemory<byte> Bytes, Uri? Url = null, double? DurationSeconds = null);

/// <summary>A parameter that was changed or could not be honoured, and why.</summary>
public sealed record Adjustment(string Param, string? Requested, string? Used, string Reason);

/// <summary>Why a try failed; what the runner does next follows from it alone.</summary>
public enum FailureKind
{
    /// <summary>Refused by a content filter: final, no other route is tried.</summary>
    Moderated,

    /// <summary>The vendor refused the parameters: final.</summary>
    InvalidInput,

    /// <summary>Our key was refused: the route is taken out, the next one is tried.</summary>
    Auth,

    /// <summary>Our credit with the vendor is used up: the route is taken out, the next one is tried.</summary>
    UpstreamCredit,

    /// <summary>Too fast: the next route is tried at once.</summary>
    RateLimited,

    /// <summary>Down, before any upstream work can exist: the next route is tried.</summary>
    Unavailable,

    /// <summary>The submit may or may not have been accepted: never repeated blindly; final, and the customer pays nothing.</summary>
    Ambiguous,

    /// <summary>The vendor no longer has the model: the route is taken out, the next one is tried.</summary>
    NotFound,

    /// <summary>Accepted work that has vanished (expired, unknown task): the next route is tried once.</summary>
    Lost,

    /// <summary>The vendor ran it and it failed for good: final.</summary>
    Failed,

    /// <summary>It took longer than it may: final.</summary>
    Timeout,
}
