using System.Globalization;

namespace Pixza.Crash.Tests;

/// <summary>How often, and by which dice; both can be given from outside, so that a round that failed can be played again.</summary>
public static class Rounds
{
    /// <summary>Kills of the process; PIXZA_CRASH_ROUNDS, else 8. PostgreSQL is killed half as often.</summary>
    public static int Count { get; } = Read("PIXZA_CRASH_ROUNDS") ?? 8;

    /// <summary>PIXZA_CRASH_SEED, else another one each time; it is printed.</summary>
    public static int Seed { get; } = Read("PIXZA_CRASH_SEED") ?? Random.Shared.Next(1_000_000);

    /// <summary>The dice of one round.</summary>
    public static Random Dice(string test, int round) => new(HashCode(test) ^ (Seed * 1_000 + round));

    private static int? Read(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    // The framework's own differs from process to process.
    private static int HashCode(string text) => text.Aggregate(17, (sum, letter) => unchecked(sum * 31 + letter));
}
