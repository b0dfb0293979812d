using System.Diagnostics;
using Pixza.Core.Faults;

namespace Pixza.Crash.Tests;

/// <summary>The host dies between two particular steps of a generation's life, under parallel load.</summary>
public sealed class FaultPointTests(CrashWorld world)
{
    private const int First = 1;
    private const int Later = 9;

    public static TheoryData<string, int> Points => [.. FaultPoints.All.SelectMany(point => new (string, int)[] { (point, First), (point, Later) })];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Whatever_the_host_dies_between_the_next_one_finishes(string point, int passing)
    {
        var tally = world.TallyOf("killed at each of the four points, at the first passing and at the ninth");
        await using var dying = await world.StartNodeAsync((point, passing));
        var load = Load.Start(world, $"{point} {passing}", Rounds.Dice(point, passing).Next(), dying);
        await Failures.ExplainAsync($"waiting for death at {point}, passing {passing}", world, dying.DeathAsync);
        var asked = await load.StopAsync();

        var since = Stopwatch.GetTimestamp();
        await using var next = await world.StartNodeAsync();
        await Failures.ExplainAsync(
            $"killed at {point}, passing {passing}", world, () => new Aftermath(world, next, asked, tally).CheckAsync(since));
    }
}
