namespace Pixza.Core.RateLimits;

/// <summary>What is counted together. The name is the one in the headers and in the table.</summary>
/// <param name="Factor">How many times the account's limit the policy allows in one window.</param>
public sealed record RatePolicy(string Name, int Factor)
{
    /// <summary>Every call made with an API key, and every generation started through another door.</summary>
    public static RatePolicy Requests { get; } = new("requests", 1);

    /// <summary>Reads of a generation's state, which waiting clients repeat.</summary>
    public static RatePolicy Status { get; } = new("status", 6);
}

/// <summary>What became of one request for a token.</summary>
/// <param name="Outcome">Allowed, refused, or unknown because the shared counter could not be reached.</param>
/// <param name="Limit">Tokens of the whole window.</param>
/// <param name="Remaining">Tokens left in the window, as far as this node knows: exact on one node.</param>
/// <param name="ResetSeconds">Whole seconds until the next window, rounded up, at least 1.</param>
public readonly record struct RateDecision(RateOutcome Outcome, long Limit, long Remaining, int ResetSeconds)
{
    public bool IsAllowed => Outcome == RateOutcome.Allowed;
}

public enum RateOutcome
{
    Allowed,
    Refused,
    Unavailable,
}
