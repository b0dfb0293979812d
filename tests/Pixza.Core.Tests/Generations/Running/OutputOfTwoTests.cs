using Pixza.Core.Generations;
using Pixza.Core.Generations.Running;
using Pixza.Core.Providers;
using Pixza.Core.Storage;
using Pixza.Testing;
using static Pixza.Testing.GenerationWorld;

namespace Pixza.Core.Tests.Generations.Running;

/// <summary>Two processes come to the end of one generation: a slow one, and one that took it over.</summary>
public sealed class OutputOfTwoTests
{
    [Fact]
    public async Task Who_comes_second_leaves_the_output_that_the_first_has_captured()
    {
        GenerationWorld world = null!;
        var vendor = new ScriptedProvider().OnSubmit(async (request, _) =>
        {
            // While the vendor is still at it, another process finds this very output stored, and captures it.
            await CompleteElsewhereAsync(world, request.GenerationId);
            return ScriptedProvider.Picture();
        });
        world = await CreateAsync(vendor);
        await using var disposing = world;
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal(GenerationStatus.Completed, generation.Status);
        Assert.NotNull(await world.Service<IObjectStore>().StatAsync(Assert.Single(generation.Outputs).Name, CancellationToken.None));
        Assert.Equal((7, 0), await world.BalanceAsync(account));
    }

    private static async Task CompleteElsewhereAsync(GenerationWorld world, Guid id)
    {
        var generation = (await world.Service<GenerationStore>().FindAsync(id, CancellationToken.None))!;
        var tried = await world.Service<Attempts>().ListAsync(id, CancellationToken.None);
        var stored = await world.Service<OutputKeeper>().StoreAsync(generation, tried[^1].ObjectToken, [new ProviderOutput(ScriptedProvider.Png)], CancellationToken.None);
        Assert.NotNull(await world.Service<GenerationEnd>().CompleteAsync(generation, tried, tried[^1], stored!, new ProviderResult.Completed([])));
    }
}
