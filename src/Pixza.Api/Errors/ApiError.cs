using Pixza.Core.Generations;

namespace Pixza.Api.Errors;

/// <summary>
/// One refusal: <c>{"error","message","request_id", …}</c>. <see cref="Error"/> and <see cref="Message"/> never change type;
/// members that are null are left out.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">Stable code.</param>
/// <param name="Message">One sentence for the caller that names the value at fault.</param>
public sealed record ApiError(int Status, string Error, string Message)
{
    /// <summary>The finer cause, stable.</summary>
    public string? Reason { get; init; }

    /// <summary>The header, query parameter or route value at fault.</summary>
    public string? Param { get; init; }

    public IReadOnlyList<ParameterError> Details { get; init; } = [];
    public long? CreditsRequired { get; init; }
    public long? CreditsRemaining { get; init; }
    public long? CreditsRefunded { get; init; }
    public string? TopUpUrl { get; init; }
    public string? RequiredScope { get; init; }
    public string? GenerationId { get; init; }
    public string? Category { get; init; }
    public long? MaxBytes { get; init; }

    /// <summary>Seconds, also sent as the header Retry-After.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later without anybody changing anything; sent as x-should-retry.</summary>
    public bool ShouldRetry => GenerationId is null && Status is 408 or 429 or >= 500;
}
