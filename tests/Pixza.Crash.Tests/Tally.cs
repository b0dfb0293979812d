using System.Diagnostics;
using System.Globalization;

namespace Pixza.Crash.Tests;

/// <summary>What one kind of crash was seen to do, over all its rounds.</summary>
public sealed class Tally(string name)
{
    public string Name => name;

    public int Rounds { get; set; }

    public int Generations { get; set; }

    public int Completed { get; set; }

    public int Failed { get; set; }

    public int Canceled { get; set; }

    /// <summary>Holds that were given back.</summary>
    public int Released { get; set; }

    /// <summary>Requests sent again with the key that they had.</summary>
    public int Replays { get; set; }

    /// <summary>Requests whose answer the crash took with it.</summary>
    public int Lost { get; set; }

    /// <summary>Requests that were answered 503.</summary>
    public int Unavailable { get; set; }

    public int Webhooks { get; set; }

    public TimeSpan LongestRecovery { get; private set; }

    /// <param name="since">A timestamp of <see cref="Stopwatch"/>: when the service could begin to recover.</param>
    public void Recovered(long since)
    {
        var took = Stopwatch.GetElapsedTime(since);
        if (took > LongestRecovery)
            LongestRecovery = took;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"* {name}: {Rounds} rounds, {Generations} generations, {Completed} completed, {Failed} failed, {Canceled} canceled, {Released} released, {Replays} replays, {Lost} answers lost, {Unavailable} answered 503, {Webhooks} webhooks, longest recovery {LongestRecovery.TotalSeconds:0.0} s");
}
