using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pixza.Core.Database;
using Pixza.Core.RateLimits;
using Pixza.Testing;

namespace Pixza.Core.Tests.RateLimits;

public sealed class RateLimiterTests : IAsyncLifetime
{
    private readonly Guid account = Guid.CreateVersion7();
    private readonly List<Node> nodes = [];
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task The_limit_is_given_out_and_not_one_more()
    {
        var node = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => node.AcquireAsync(account, 60)));

        Assert.Equal(60, answers.Count(answer => answer.IsAllowed));
        Assert.All(answers, answer => Assert.InRange(answer.ResetSeconds, 1, 60));
    }

    [Fact]
    public async Task What_remains_counts_down_to_nothing()
    {
        var node = await StartAsync();

        var remaining = new List<long>();
        for (var i = 0; i < 11; i++)
            remaining.Add((await node.AcquireAsync(account, 10)).Remaining);

        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0], remaining);
    }

    [Fact]
    public async Task Status_reads_have_six_times_as_much_of_their_own()
    {
        var node = await StartAsync();

        var reads = 0;
        while ((await node.Limiter.AcquireAsync(account, RatePolicy.Status, 10, default)).IsAllowed)
            reads++;

        Assert.Equal(60, reads);
        Assert.True((await node.AcquireAsync(account, 10)).IsAllowed);
    }

    [Fact]
    public async Task Accounts_do_not_share_a_limit()
    {
        var node = await StartAsync();
        while ((await node.AcquireAsync(account, 3)).IsAllowed)
        {
        }

        var other = await node.AcquireAsync(Guid.CreateVersion7(), 3);

        Assert.True(other.IsAllowed);
    }

    [Fact]
    public async Task A_window_ends_after_its_length_and_the_next_begins_full()
    {
        var node = await StartAsync(windowSeconds: 1);
        while ((await node.AcquireAsync(account, 5)).IsAllowed)
        {
        }

        await node.Limiter.WaitAsync(account, RatePolicy.Requests, 5, default);
        var rest = 0;
        while ((await node.AcquireAsync(account, 5)).IsAllowed)
            rest++;

        Assert.Equal(4, rest);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public async Task Two_nodes_together_give_out_the_limit(int limit)
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        await one.SeesAsync(2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3 * limit).Select(i => (i % 2 == 0 ? one : two).AcquireAsync(account, limit)));

        Assert.InRange(answers.Count(answer => answer.IsAllowed), limit - (limit / 16), limit);
    }

    [Fact]
    public async Task A_node_gives_back_what_it_has_not_used_when_another_one_appears()
    {
        var one = await StartAsync();
        await one.AcquireAsync(account, 100);
        Assert.Equal(50, await UsedAsync());

        await StartAsync();
        await one.SeesAsync(2);
        await Until(async () => await UsedAsync() == 1);

        Assert.Equal(1, await UsedAsync());
    }

    [Fact]
    public async Task A_node_that_stops_gives_back_its_tokens_and_counts_no_more()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        await two.AcquireAsync(account, 100);

        await two.DisposeAsync();

        Assert.Equal(1, await UsedAsync());
        await one.SeesAsync(1);
    }

    [Fact]
    public async Task A_decision_within_the_slice_needs_no_database()
    {
        var node = await StartAsync();
        await node.AcquireAsync(account, 100);

        await using var asked = await LockRowsAsync();
        var decisions = Enumerable.Range(0, 49).Select(_ => node.AcquireAsync(account, 100)).ToArray();

        Assert.All(decisions, decision => Assert.True(decision.IsCompletedSuccessfully));
        Assert.All(await Task.WhenAll(decisions), decision => Assert.True(decision.IsAllowed));
    }

    [Fact]
    public async Task A_refusal_needs_no_database_either()
    {
        var node = await StartAsync();
        while ((await node.AcquireAsync(account, 5)).IsAllowed)
        {
        }

        await using var asked = await LockRowsAsync();
        var refusal = node.AcquireAsync(account, 5);

        Assert.True(refusal.IsCompletedSuccessfully);
        Assert.Equal(RateOutcome.Refused, (await refusal).Outcome);
    }

    [Fact]
    public async Task A_raised_limit_counts_at_once()
    {
        var node = await StartAsync();
        while ((await node.AcquireAsync(account, 5)).IsAllowed)
        {
        }

        var more = 0;
        while ((await node.AcquireAsync(account, 20)).IsAllowed)
            more++;

        Assert.InRange(more, 12, 15);
    }

    [Fact]
    public async Task Without_the_shared_counter_nothing_is_decided()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton(new PixzaDatabase("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none;Timeout=1"))
            .AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
            .AddRateLimits();
        await using var provider = services.BuildServiceProvider();

        var decision = await provider.GetRequiredService<RateLimiter>().AcquireAsync(account, RatePolicy.Requests, 5, default);

        Assert.Equal(RateOutcome.Unavailable, decision.Outcome);
    }

    private async Task<Node> StartAsync(int windowSeconds = 60)
    {
        var node = await Node.StartAsync(database.ConnectionString, windowSeconds);
        nodes.Add(node);
        return node;
    }

    private async Task<long> UsedAsync()
    {
        await using var connection = await database.Database.OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>("select used from nodes.rate_windows where account_id = @account", new { account });
    }

    private async Task<Npgsql.NpgsqlConnection> LockRowsAsync()
    {
        var connection = await database.Database.OpenAsync(default);
        await connection.ExecuteAsync("begin; select * from nodes.rate_windows for update");
        return connection;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
            await Task.Delay(20, limit.Token);
    }

    private sealed class Node(ServiceProvider services, IHostedService heartbeat) : IAsyncDisposable
    {
        private bool stopped;

        public RateLimiter Limiter { get; } = services.GetRequiredService<RateLimiter>();

        public static async Task<Node> StartAsync(string connectionString, int windowSeconds)
        {
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
                .AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
                .AddSingleton(_ => new PixzaDatabase(connectionString))
                .AddRateLimits()
                .Configure<RateLimitOptions>(options => (options.WindowSeconds, options.HeartbeatMilliseconds) = (windowSeconds, 200))
                .BuildServiceProvider();
            var heartbeat = services.GetServices<IHostedService>().Single();
            await heartbeat.StartAsync(default);
            return new Node(services, heartbeat);
        }

        public Task<RateDecision> AcquireAsync(Guid account, int limit) => Limiter.AcquireAsync(account, RatePolicy.Requests, limit, default).AsTask();

        public Task SeesAsync(int alive) => Until(() => Task.FromResult(services.GetRequiredService<NodeCount>().Alive == alive));

        public async ValueTask DisposeAsync()
        {
            if (stopped)
                return;
            stopped = true;
            await heartbeat.StopAsync(default);
            await services.DisposeAsync();
        }
    }
}
