using System.Collections.Concurrent;

namespace Pixza.Crash.Tests;

/// <summary>Eight customers at once who ask for small pictures in every way there is, one after another, until they are stopped.</summary>
public sealed class Load
{
    private const int Clients = 8;
    private const int MostEach = 500;

    private static readonly string[] Models = ["studio", "flux-schnell", "flux-dev"];

    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly CancellationTokenSource stop = new();
    private readonly string name;
    private readonly CrashWorld world;
    private readonly IReadOnlyList<HostNode> nodes;
    private readonly Task clients;

    private Load(CrashWorld world, string name, int seed, IReadOnlyList<HostNode> nodes)
    {
        (this.world, this.name, this.nodes) = (world, name, nodes);
        clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(number => AskAsync(number, new Random(seed + number))));
    }

    public IReadOnlyCollection<Asked> Asked => asked;

    /// <param name="name">Unlike any other load's.</param>
    /// <param name="nodes">Each customer goes round them.</param>
    public static Load Start(CrashWorld world, string name, int seed, params IReadOnlyList<HostNode> nodes) => new(world, name, seed, nodes);

    /// <summary>No new requests; waits for the answers of those under way.</summary>
    /// <returns>Everything that was asked.</returns>
    public async Task<IReadOnlyList<Asked>> StopAsync()
    {
        await stop.CancelAsync();
        await clients;
        return [.. asked];
    }

    /// <summary>Waits until an answer arrived that is as wanted.</summary>
    public async Task UntilAsync(Func<Asked, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!asked.Any(wanted))
            await Task.Delay(20, limit.Token);
    }

    private async Task AskAsync(int number, Random dice)
    {
        await Task.Yield();
        for (var i = 0; i < MostEach && !stop.IsCancellationRequested; i++)
        {
            var next = Next($"a red kettle, {name}, {number}.{i}", dice);
            await world.Customer.SendAsync(nodes[(number + i) % nodes.Count].Client, next);
            asked.Enqueue(next);
            // Who got nothing takes a breath, as a real client would.
            if (next.Status is null or >= 500)
                await Task.Delay(100, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private Asked Next(string prompt, Random dice)
    {
        var live = dice.Next(10) > 0;
        var background = dice.Next(3) == 0;
        return new Asked
        {
            Prompt = live ? prompt : "test:fail",
            Model = Models[dice.Next(Models.Length)],
            LiveMode = live,
            IdempotencyKey = dice.Next(2) == 0 ? prompt.Replace(' ', '-') : null,
            WebhookUrl = live && dice.Next(4) == 0 ? world.WebhookUrl : null,
            RespondAsync = background,
            Cancels = live && background && dice.Next(4) == 0,
        };
    }
}
