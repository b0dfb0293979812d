using System.ComponentModel.DataAnnotations;

namespace Pixza.Core.RateLimits;

/// <summary>Section "RateLimits". The limits themselves belong to plans and accounts.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Length of the window in which an account's limit counts, in seconds; it starts at the window's first request.</summary>
    /// <value>Defaults to 60.</value>
    [Range(1, 3600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>Milliseconds between two signs of life of a node; a node unseen for three of them counts no more.</summary>
    /// <value>Defaults to 5000.</value>
    [Range(50, 60_000)]
    public int HeartbeatMilliseconds { get; set; } = 5000;
}
