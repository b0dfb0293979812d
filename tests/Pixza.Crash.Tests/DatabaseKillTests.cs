using System.Diagnostics;
using System.Net;

namespace Pixza.Crash.Tests;

/// <summary>PostgreSQL dies under load while the host stays up, which has to find its way back by itself.</summary>
public sealed class DatabaseKillTests(CrashWorld world)
{
    private const int LatestKillMilliseconds = 1_500;

    [Fact]
    public async Task The_host_answers_503_while_PostgreSQL_is_gone_and_goes_on_by_itself_when_it_is_back()
    {
        var tally = world.TallyOf("PostgreSQL killed, or stopped at once, under a host that stays");
        await using var node = await world.StartNodeAsync();
        for (var round = 0; round < (Rounds.Count + 1) / 2; round++)
            await KillAsync(node, round, round % 2 == 0 ? "KILL" : "QUIT", tally);
    }

    private async Task KillAsync(HostNode node, int round, string signal, Tally tally)
    {
        var dice = Rounds.Dice(nameof(DatabaseKillTests), round);
        var load = Load.Start(world, $"database round {round}", dice.Next(), node);
        await Task.Delay(dice.Next(LatestKillMilliseconds));
        await world.StopPostgresAsync(signal);
        await Failures.ExplainAsync($"PostgreSQL gone by {signal}, round {round}", world, async () =>
        {
            await load.UntilAsync(one => one.Status == 503);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadinessAsync(node));

            await world.StartPostgresAsync();
            var since = Stopwatch.GetTimestamp();
            var back = load.Asked.Count;
            await load.UntilAsync(_ => load.Asked.Skip(back).Any(one => one.Status is 200 or 202));
            await new Aftermath(world, node, await load.StopAsync(), tally).CheckAsync(since);
        });
    }

    private static async Task<HttpStatusCode> ReadinessAsync(HostNode node)
    {
        using var answer = await node.Client.GetAsync("/health/ready");
        return answer.StatusCode;
    }
}
