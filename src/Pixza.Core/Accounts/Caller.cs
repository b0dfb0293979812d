namespace Pixza.Core.Accounts;

/// <summary>Who calls with an API key, and what the key and its account allow.</summary>
/// <param name="Models">The models that the key may use; null: all.</param>
/// <param name="BudgetId">The key's monthly cap, which every hold also counts against; null: none.</param>
/// <param name="Plan">free, pro or agency.</param>
/// <param name="RateLimit">Requests per minute of the account, all its keys together.</param>
/// <param name="AccountKind">person or shop.</param>
/// <param name="ExpiresAt">When the key lapses; null: never.</param>
public sealed record Caller(
    Guid AccountId, Guid KeyId, bool LiveMode, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models, Guid? BudgetId,
    string Plan, int RateLimit, string AccountKind, bool Suspended, DateTimeOffset? ExpiresAt)
{
    /// <param name="scope">One of <see cref="KeyScopes"/>.</param>
    public bool Has(string scope)
    {
        for (var i = 0; i < Scopes.Count; i++)
        {
            if (Scopes[i] == scope)
                return true;
        }

        return false;
    }

    public bool MayUse(string model) => Models is null || Models.Contains(model);
}

/// <summary>What a key may be used for.</summary>
public static class KeyScopes
{
    public const string Generate = "generate";
    public const string ReadGenerations = "generations:read";
    public const string ReadCredits = "credits:read";
    public const string WriteWebhooks = "webhooks:write";
    public const string WriteKeys = "keys:write";

    public static IReadOnlyList<string> All { get; } = [Generate, ReadGenerations, ReadCredits, WriteWebhooks, WriteKeys];

    /// <summary>What a key gets when nothing else is asked for.</summary>
    public static IReadOnlyList<string> Default { get; } = [Generate, ReadGenerations, ReadCredits];
}

/// <summary>Why a presented key was refused; the words are the error's <c>reason</c>.</summary>
public static class KeyRefusals
{
    public const string MissingKey = "missing_key";
    public const string InvalidKey = "invalid_key";
    public const string ExpiredKey = "expired_key";
    public const string RevokedKey = "revoked_key";

    /// <summary>The key is right and its account is stopped: 403 where the others are 401.</summary>
    public const string AccountSuspended = "account_suspended";
}

/// <summary>What a presented key came to: a caller, or one of <see cref="KeyRefusals"/>.</summary>
public readonly record struct KeyResult(Caller? Caller, string? Refusal);
