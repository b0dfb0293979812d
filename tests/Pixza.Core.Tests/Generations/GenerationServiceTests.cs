using Pixza.Core.Generations;
using Pixza.Core.Providers;
using Pixza.Testing;
using static Pixza.Testing.GenerationWorld;

namespace Pixza.Core.Tests.Generations;

public sealed class GenerationServiceTests
{
    [Fact]
    public async Task An_image_is_held_made_stored_and_captured()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal((GenerationStatus.Completed, 3, "scripted"), (generation.Status, generation.CreditsUsed, generation.Provider));
        Assert.Equal((1, 1, "image/png"), (generation.Width, generation.Height, Assert.Single(generation.Outputs).ContentType));
        Assert.Equal((7, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }

    [Fact]
    public async Task What_is_read_later_is_what_was_answered()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);

        var answered = await world.RunAsync(Wish(account) with { Metadata = new Dictionary<string, string> { ["sku"] = "1" }, Steps = 100 });
        var read = await world.Generations.GetAsync(account, true, answered.Id, CancellationToken.None);

        var json = new GenerationJson(world.Service<Core.Storage.OutputAddresses>(), world.Service<Core.Files.FileAddresses>());
        Assert.Equal(json.ToText(read!), json.ToText(answered));
    }

    [Fact]
    public async Task A_hundred_at_once_on_credits_for_one_make_one()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(3);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => world.Generations.StartAsync(Wish(account), CancellationToken.None)));

        Assert.Single(results.OfType<StartResult.Started>());
        Assert.Equal(99, results.OfType<StartResult.InsufficientCredits>().Count());
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from generations.generations"));
    }

    [Fact]
    public async Task One_key_a_hundred_times_at_once_makes_one_generation_and_one_charge()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(1_000);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => world.Generations.StartAsync(Wish(account, key: "k"), CancellationToken.None)));

        var id = Assert.Single(results.OfType<StartResult.Started>()).Generation.Id;
        Assert.All(results.OfType<StartResult.Replayed>(), replay => Assert.Equal(id, replay.Generation.Id));
        Assert.Equal(99, results.OfType<StartResult.Replayed>().Count());
        Assert.NotNull(await world.Generations.WaitAsync(account, true, id, TimeSpan.FromSeconds(10), CancellationToken.None));
        Assert.Equal((997, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }

    [Fact]
    public async Task Keyed_requests_of_one_account_from_two_nodes_do_not_wait_in_a_ring()
    {
        var vendor = new ScriptedProvider();
        await using var world = await CreateAsync(vendor);
        await world.AddNodeAsync([vendor]);
        var other = (GenerationService)world.Node(1).GetService(typeof(GenerationService))!;
        var account = await world.AccountAsync(1_000);

        var results = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => (i % 2 == 0 ? world.Generations : other).StartAsync(Wish(account, key: $"k{i}"), CancellationToken.None)));

        Assert.Equal(80, results.OfType<StartResult.Started>().Count());
        Assert.Equal(0, await world.ScalarAsync<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }

    [Fact]
    public async Task A_key_for_another_request_is_refused_and_a_refused_request_keeps_no_key()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(3);
        var poor = await world.AccountAsync(0);
        await world.RunAsync(Wish(account, key: "k"));

        var reused = await world.Generations.StartAsync(Wish(account, key: "k") with { Prompt = "another" }, CancellationToken.None);
        var refused = await world.Generations.StartAsync(Wish(poor, key: "k"), CancellationToken.None);
        await world.Ledger.GrantAsync(new Core.Ledger.Movement(poor, 3), CancellationToken.None);
        var afterTopUp = await world.Generations.StartAsync(Wish(poor, key: "k"), CancellationToken.None);

        Assert.IsType<StartResult.IdempotencyKeyReused>(reused);
        Assert.IsType<StartResult.InsufficientCredits>(refused);
        Assert.IsType<StartResult.Started>(afterTopUp);
    }

    [Theory]
    [InlineData(FailureKind.Moderated, "content_rejected")]
    [InlineData(FailureKind.Failed, "provider_error")]
    [InlineData(FailureKind.Ambiguous, "provider_error")]
    [InlineData(FailureKind.Timeout, "provider_timeout")]
    public async Task A_final_failure_costs_nothing_and_tries_nobody_else(FailureKind kind, string code)
    {
        var first = new ScriptedProvider("first").OnSubmit(new ProviderResult.Failed(kind, "No."));
        var second = new ScriptedProvider("second");
        await using var world = await CreateAsync(first, second);
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal((GenerationStatus.Failed, code, 0L), (generation.Status, generation.ErrorCode, generation.CreditsUsed));
        Assert.Empty(second.Submitted);
        Assert.Equal((10, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.Auth)]
    [InlineData(FailureKind.UpstreamCredit)]
    [InlineData(FailureKind.NotFound)]
    public async Task A_definite_failure_of_the_route_goes_to_the_next_route_for_one_charge(FailureKind kind)
    {
        var first = new ScriptedProvider("first").OnSubmit(new ProviderResult.Failed(kind, "Not me."));
        var second = new ScriptedProvider("second");
        await using var world = await CreateAsync(first, second);
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal((GenerationStatus.Completed, "second"), (generation.Status, generation.Provider));
        Assert.Equal(["failed", "succeeded"], generation.Attempts.Select(attempt => attempt.Status));
        Assert.Equal((7, 0), await world.BalanceAsync(account));
    }

    [Fact]
    public async Task A_slow_vendor_is_polled_and_a_failed_poll_is_polled_again_never_submitted_again()
    {
        var vendor = new ScriptedProvider()
            .OnSubmit(new ProviderResult.Pending("up-1", "state", 0.1, TimeSpan.FromMilliseconds(50)))
            .OnPoll(new ProviderResult.Failed(FailureKind.Unavailable, "Down.", RetryAfter: TimeSpan.FromMilliseconds(50)))
            .OnPoll(new ProviderResult.Pending("up-1", "state", 0.6, TimeSpan.FromMilliseconds(50)))
            .OnPoll(ScriptedProvider.Picture());
        await using var world = await CreateAsync(vendor);
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal(GenerationStatus.Completed, generation.Status);
        Assert.Single(vendor.Submitted);
        Assert.True(vendor.Polled >= 3);
    }

    [Fact]
    public async Task Cancelling_ends_a_run_at_once_releases_the_hold_and_stops_the_vendor()
    {
        var vendor = new ScriptedProvider().OnSubmit(new ProviderResult.Pending("up-1", null, null, TimeSpan.FromMinutes(5)));
        await using var world = await CreateAsync(vendor);
        var account = await world.AccountAsync(30);
        var started = (StartResult.Started)await world.Generations.StartAsync(Wish(account, "test-video"), CancellationToken.None);
        await world.UntilAsync("select count(*) = 1 from generations.attempts where status = 'submitted'");

        var canceled = await world.Generations.CancelAsync(account, true, started.Generation.Id, CancellationToken.None);
        var again = await world.Generations.CancelAsync(account, true, started.Generation.Id, CancellationToken.None);

        Assert.IsType<CancelResult.Canceled>(canceled);
        Assert.IsType<CancelResult.Canceled>(again);
        Assert.Equal((30, 0), await world.BalanceAsync(account));
        Assert.Equal("up-1", Assert.Single(vendor.Canceled).UpstreamId);
        Assert.Empty(await world.VerifyAsync());
    }

    [Fact]
    public async Task A_run_over_the_models_time_fails_and_costs_nothing()
    {
        var vendor = new ScriptedProvider().OnSubmit(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return ScriptedProvider.Picture();
        });
        await using var world = await CreateAsync(vendor);
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account));

        Assert.Equal(("provider_timeout", 0L), (generation.ErrorCode, generation.CreditsUsed));
        Assert.Equal((10, 0), await world.BalanceAsync(account));
    }

    [Fact]
    public async Task Deleting_removes_record_and_file_and_keeps_the_ledgers_line()
    {
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);
        var generation = await world.RunAsync(Wish(account));
        var store = world.Service<Core.Storage.IObjectStore>();

        var deleted = await world.Generations.DeleteAsync(account, true, generation.Id, CancellationToken.None);
        await world.UntilAsync("select count(*) = 0 from storage.deletions");

        Assert.Equal(DeleteResult.Deleted, deleted);
        Assert.Null(await world.Generations.GetAsync(account, true, generation.Id, CancellationToken.None));
        Assert.Null(await store.StatAsync(generation.Outputs[0].Name, CancellationToken.None));
        Assert.Equal((7, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }

    [Fact]
    public async Task A_test_key_costs_nothing_and_reaches_no_vendor()
    {
        var vendor = new ScriptedProvider();
        await using var world = await CreateAsync(vendor, new ScriptedProvider("studio", canRepeatSubmit: true));
        var account = await world.AccountAsync(0);

        var generation = await world.RunAsync(Wish(account) with { LiveMode = false });

        Assert.Equal(("studio", true, 0L), (generation.Provider, generation.Preview, generation.Credits));
        Assert.Empty(vendor.Submitted);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from ledger.transfers"));
    }

    [Fact]
    public async Task Two_nodes_run_one_queue_and_each_generation_once()
    {
        var vendor = new ScriptedProvider();
        await using var world = await CreateAsync(vendor);
        await world.AddNodeAsync([vendor]);
        var account = await world.AccountAsync(1_000);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => world.Generations.StartAsync(Wish(account) with { Background = true }, CancellationToken.None)));
        await world.UntilAsync("select count(*) = 60 from generations.generations where status = 'completed'");

        Assert.Equal(60, vendor.Submitted.Count);
        Assert.Equal((820, 0), await world.BalanceAsync(account));
        Assert.Empty(await world.VerifyAsync());
    }
}
