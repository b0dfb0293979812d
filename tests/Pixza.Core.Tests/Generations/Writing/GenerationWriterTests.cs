using Pixza.Core.Generations;
using Pixza.Testing;
using static Pixza.Testing.GenerationWorld;

namespace Pixza.Core.Tests.Generations.Writing;

public sealed class GenerationWriterTests
{
    [Fact]
    public async Task What_runs_at_once_and_what_runs_in_the_background_are_written_in_one_group()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(1_000);

        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            world.Generations.StartAsync(Wish(account) with { Background = i % 2 == 0, CancelAfter = i % 3 == 0 ? TimeSpan.FromHours(1) : null }, CancellationToken.None)));

        foreach (var started in results.Cast<StartResult.Started>())
            Assert.Equal(GenerationStatus.Completed, (await world.Generations.WaitAsync(account, true, started.Generation.Id, TimeSpan.FromSeconds(30), CancellationToken.None))!.Status);
        Assert.Equal((820, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }
}
