namespace Pixza.Core.Models;

/// <summary>A row of the catalogue: what a public model id is, costs, accepts, and who serves it.</summary>
public sealed record Model
{
    public required string Id { get; init; }

    /// <summary>image, video or 3d.</summary>
    public required string Type { get; init; }

    /// <summary>Whole credits per run, whatever the size.</summary>
    public required long Credits { get; init; }

    public required string Description { get; init; }
    public required int DefaultSteps { get; init; }
    public required int MaxSteps { get; init; }

    /// <summary>Pixels.</summary>
    public int MinSide { get; init; } = 64;

    /// <summary>Pixels.</summary>
    public int MaxSide { get; init; } = 4096;

    public long MaxPixels { get; init; } = 16_777_216;
    public double? DefaultDurationSeconds { get; init; }
    public double? MaxDurationSeconds { get; init; }
    public required bool AcceptsInputImage { get; init; }
    public required bool RequiresInputImage { get; init; }

    /// <summary>The edits it can do: "background", or none.</summary>
    public required IReadOnlyList<string> Edits { get; init; }

    /// <summary>A run that has not ended so long after it began fails with provider_timeout.</summary>
    public required int TimeLimitSeconds { get; init; }

    public DateTimeOffset? DeprecatesAt { get; init; }

    /// <summary>The id to move to, when it is deprecated.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Who serves it, the preferred first.</summary>
    public required IReadOnlyList<ModelRoute> Routes { get; init; }
}

/// <param name="Provider">An <see cref="Providers.IProvider.Name"/>.</param>
/// <param name="Model">The provider's own id of the model.</param>
/// <param name="CostMicroUsd">What a run costs us there, in millionths of a US dollar, for the margin.</param>
public sealed record ModelRoute(string Provider, string Model, long? CostMicroUsd = null);
