namespace Pixza.Core.Generations;

/// <summary>
/// Hears of finished generations. A row is written in the finishing transaction and delivered at least once, so an observer
/// is idempotent: it may be called twice, and after a crash.
/// </summary>
public interface IGenerationObserver
{
    /// <summary>Stable: it is stored with the undelivered rows.</summary>
    string Name { get; }

    /// <summary>Whether a row is written for generations of this channel.</summary>
    bool Wants(string channel);

    /// <summary>Throws to be called again later (5 s, then doubling to an hour).</summary>
    Task FinishedAsync(Generation generation, CancellationToken cancellationToken);
}
