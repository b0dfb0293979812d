using System.Diagnostics;

namespace Pixza.Crash.Tests;

/// <summary>kill -9 of the host at a random moment under load; every third time with a second host that has to finish the work.</summary>
public sealed class RandomKillTests(CrashWorld world)
{
    private const int LatestKillMilliseconds = 1_500;

    [Fact]
    public async Task Whenever_the_host_is_killed_the_work_is_finished_and_the_books_balance()
    {
        var alone = world.TallyOf("killed at random and started again");
        var beside = world.TallyOf("killed at random beside a second host");
        var node = await world.StartNodeAsync();
        for (var round = 0; round < Rounds.Count; round++)
            node = round % 3 == 2 ? await KillOneOfTwoAsync(node, round, beside) : await KillAsync(node, round, alone);
        await node.DisposeAsync();
    }

    private async Task<HostNode> KillAsync(HostNode node, int round, Tally tally)
    {
        var dice = Rounds.Dice(nameof(KillAsync), round);
        var load = Load.Start(world, $"round {round}", dice.Next(), node);
        await Task.Delay(dice.Next(LatestKillMilliseconds));
        await node.KillAsync();
        var asked = await load.StopAsync();
        await node.DisposeAsync();

        var since = Stopwatch.GetTimestamp();
        var next = await world.StartNodeAsync();
        await CheckAsync(next, round, asked, tally, since);
        return next;
    }

    private async Task<HostNode> KillOneOfTwoAsync(HostNode node, int round, Tally tally)
    {
        var dice = Rounds.Dice(nameof(KillOneOfTwoAsync), round);
        var second = await world.StartNodeAsync();
        var load = Load.Start(world, $"round {round}", dice.Next(), node, second);
        await Task.Delay(dice.Next(LatestKillMilliseconds));
        var since = Stopwatch.GetTimestamp();
        await node.KillAsync();
        var asked = await load.StopAsync();
        await node.DisposeAsync();

        await CheckAsync(second, round, asked, tally, since);
        return second;
    }

    private Task CheckAsync(HostNode node, int round, IReadOnlyList<Asked> asked, Tally tally, long since) => Failures.ExplainAsync(
        $"killed at random, round {round}", world, () => new Aftermath(world, node, asked, tally).CheckAsync(since));
}
