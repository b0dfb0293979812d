using Pixza.Core.Providers;

namespace Pixza.Core.Generations;

/// <summary>A generation as it is now. The wire shape is <see cref="GenerationJson"/>.</summary>
public sealed record Generation
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required bool LiveMode { get; init; }

    /// <summary>queued, processing, completed, failed or canceled; the last three never change.</summary>
    public required string Status { get; init; }

    public required string Type { get; init; }
    public required string Model { get; init; }
    public required string Channel { get; init; }
    public Guid? KeyId { get; init; }
    public Guid? InstallationId { get; init; }
    public string? Actor { get; init; }
    public required string Prompt { get; init; }
    public string? NegativePrompt { get; init; }
    public Guid? InputFileId { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
    public int Steps { get; init; }
    public long Seed { get; init; }
    public string? Edit { get; init; }
    public string? OutputFormat { get; init; }
    public double? DurationSeconds { get; init; }
    public string? WebhookUrl { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The price that is held while it runs; 0 in test mode.</summary>
    public long Credits { get; init; }

    /// <summary>What was captured: 0 until completed, and for ever when it did not complete.</summary>
    public long CreditsUsed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>0..1.</summary>
    public double Progress { get; init; }

    /// <summary>Grows with every change; the ids of server-sent events.</summary>
    public long Version { get; init; }

    public string? ServedModel { get; init; }
    public string? Provider { get; init; }
    public bool Preview { get; init; }
    public IReadOnlyList<GenerationOutput> Outputs { get; init; } = [];
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];
    public IReadOnlyList<GenerationAttempt> Attempts { get; init; } = [];

    /// <summary>When the caller wants it cancelled if it has not ended (header Cancel-After).</summary>
    public DateTimeOffset? CancelAt { get; init; }

    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }

    public bool IsFinal => Status is GenerationStatus.Completed or GenerationStatus.Failed or GenerationStatus.Canceled;
}

public static class GenerationStatus
{
    public const string Queued = "queued";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
}

/// <summary>One stored file of a generation.</summary>
/// <param name="Name">The object's name in the store, such as <c>gen/{token}.jpg</c>; its address is Storage:PublicUrl + name.</param>
/// <param name="Sha256">Lower-case hex of the stored bytes.</param>
public sealed record GenerationOutput(
    string Name, string ContentType, int? Width, int? Height, long Bytes, string Sha256, double? DurationSeconds);

/// <summary>One try at one vendor.</summary>
/// <param name="Status">started, submitted, succeeded, failed or canceled.</param>
public sealed record GenerationAttempt(
    int Number, string Provider, string UpstreamModel, string Status, string? Error, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);
