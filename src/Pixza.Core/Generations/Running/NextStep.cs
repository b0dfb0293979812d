using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Running;

/// <summary>
/// What an unfinished generation needs now, from its attempts alone, so that any process can go on where another stopped.
/// No vendor has idempotency keys: a new submit only where no upstream work can exist, or after a definite failure.
/// </summary>
public abstract record NextStep
{
    private const int MaxAttempts = 6;

    private NextStep() { }

    /// <summary>Write the try down, then submit.</summary>
    public sealed record Try(ProviderRoute Route, int Number, string? PreviousKind, string? PreviousError) : NextStep;

    /// <summary>A try was written down and this process does not know what became of it: look for its stored output first.</summary>
    public sealed record Recover(AttemptRow Attempt) : NextStep;

    /// <summary>The vendor has it: ask.</summary>
    public sealed record Poll(AttemptRow Attempt) : NextStep;

    /// <summary>Nothing more can be tried.</summary>
    public sealed record GiveUp(FailureKind Kind, string Message) : NextStep;

    /// <param name="attempts">In order.</param>
    /// <param name="routes">Usable now, the preferred first.</param>
    public static NextStep After(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<ProviderRoute> routes) => attempts.LastOrDefault() switch
    {
        null => Another(attempts, routes, FailureKind.Unavailable, "No provider can serve the model now."),
        { Status: "started" } last => new Recover(last),
        { Status: "submitted" } last => new Poll(last),
        var last => Another(attempts, routes, KindOf(last), "The provider could not make it."),
    };

    /// <summary>The step after a definite failure: the next route that has not been tried, where the kind allows one.</summary>
    public static NextStep AfterFailure(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<ProviderRoute> routes, FailureKind kind, string message)
    {
        var mayTryAnother = kind switch
        {
            FailureKind.Auth or FailureKind.UpstreamCredit or FailureKind.RateLimited or FailureKind.Unavailable or FailureKind.NotFound => true,
            FailureKind.Lost => attempts.Count(attempt => attempt.ErrorKind == nameof(FailureKind.Lost)) < 1,
            _ => false,
        };
        return mayTryAnother ? Another(attempts, routes, kind, message) : new GiveUp(kind, message);
    }

    /// <summary>The same route once more, where a lost answer may simply be asked for again.</summary>
    public static NextStep Again(IReadOnlyList<AttemptRow> attempts, ProviderRoute route) => attempts.Count < MaxAttempts
        ? new Try(route, attempts.Count + 1, nameof(FailureKind.Lost), "The process that ran it ended.")
        : new GiveUp(FailureKind.Lost, "The run was interrupted too often.");

    private static NextStep Another(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<ProviderRoute> routes, FailureKind kind, string message) =>
        attempts.Count < MaxAttempts && routes.FirstOrDefault(route => attempts.All(tried => (tried.Provider, tried.UpstreamModel) != (route.Name, route.UpstreamModel))) is { } next
            ? new Try(next, attempts.Count + 1, attempts.Count > 0 ? kind.ToString() : null, attempts.Count > 0 ? message : null)
            : new GiveUp(kind, message);

    private static FailureKind KindOf(AttemptRow attempt) => Enum.TryParse<FailureKind>(attempt.ErrorKind, out var kind) ? kind : FailureKind.Failed;
}
