using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pixza.Core.Accounts;

namespace Pixza.Core.Tests.Accounts;

public sealed class KeyCacheTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    private static readonly IPAddress s_somewhere = IPAddress.Parse("203.0.113.9");

    [Fact]
    public async Task A_key_leads_to_its_account_plan_and_limits()
    {
        var accountId = await fixture.AccountAsync(Plans.Pro);
        var node = fixture.Node();
        var created = await CreateAsync(node, new NewKey(accountId, false, "Shop", "user:1")
        {
            Scopes = [KeyScopes.ReadCredits],
            Models = ["flux-pro"],
            MonthlyCap = 50,
        });

        var result = await ResolveAsync(node, created.Secret);

        Assert.Null(result.Refusal);
        var caller = Assert.IsType<Caller>(result.Caller);
        Assert.Equal((accountId, created.Id, false, "pro", 60, "person"), (caller.AccountId, caller.KeyId, caller.LiveMode, caller.Plan, caller.RateLimit, caller.AccountKind));
        Assert.True(caller.Has(KeyScopes.ReadCredits));
        Assert.False(caller.Has(KeyScopes.Generate));
        Assert.True(caller.MayUse("flux-pro"));
        Assert.False(caller.MayUse("flux-dev"));
        Assert.Equal(50, await fixture.ScalarAsync<long>("select cap from ledger.budgets where id = @id", new { id = caller.BudgetId }));
    }

    [Fact]
    public async Task What_is_no_key_is_refused_without_the_database()
    {
        var node = fixture.Node();
        var unreachable = new KeyRows(new Core.Database.PixzaDatabase("Host=127.0.0.1;Port=1;Username=nobody;Database=none"));
        var cache = ActivatorUtilities.CreateInstance<KeyCache>(node, unreachable);

        Assert.Equal(KeyRefusals.MissingKey, (await cache.ResolveAsync("", null, default)).Refusal);
        Assert.Equal(KeyRefusals.InvalidKey, (await cache.ResolveAsync("hello", null, default)).Refusal);
        Assert.Equal(KeyRefusals.InvalidKey, (await cache.ResolveAsync("pk_live_0123456789ABCDEFGHIJabcdefghij30a1Az", null, default)).Refusal);
    }

    [Fact]
    public async Task An_unknown_key_is_refused_and_asked_for_once()
    {
        var node = fixture.Node();
        var secret = ApiKeyFormat.Create(true);

        var first = await ResolveAsync(node, secret);
        var second = node.GetRequiredService<KeyCache>().ResolveAsync(secret, null, default);

        Assert.Equal(KeyRefusals.InvalidKey, first.Refusal);
        Assert.True(second.IsCompletedSuccessfully);
        Assert.Equal(KeyRefusals.InvalidKey, (await second).Refusal);
    }

    [Fact]
    public async Task A_key_that_was_seen_costs_no_look_up_and_no_memory()
    {
        var clock = new ManualClock();
        var node = fixture.Node(clock);
        var created = await CreateAsync(node, new NewKey(await fixture.AccountAsync(), true, "Hot", "test"));
        var cache = node.GetRequiredService<KeyCache>();
        cache.Apply([], clock.GetTimestamp());
        await ResolveAsync(node, created.Secret);
        Assert.True(Fast());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Fast();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 1_000);

        bool Fast()
        {
            var answer = cache.ResolveAsync(created.Secret, s_somewhere, default);
            return answer.IsCompletedSuccessfully && answer.Result.Caller is not null;
        }
    }

    [Fact]
    public async Task A_revoked_key_is_refused_on_every_node_within_a_second()
    {
        var here = fixture.Node();
        var there = fixture.Node();
        await using var changesHere = await StartAsync(here);
        await using var changesThere = await StartAsync(there);
        var accountId = await fixture.AccountAsync();
        var created = await CreateAsync(here, new NewKey(accountId, true, "Leaked", "test"));
        Assert.NotNull((await ResolveAsync(here, created.Secret)).Caller);
        Assert.NotNull((await ResolveAsync(there, created.Secret)).Caller);

        Assert.True(await here.GetRequiredService<ApiKeys>().RevokeAsync(accountId, created.Id, default));
        var watch = Stopwatch.StartNew();
        Assert.Equal(KeyRefusals.RevokedKey, (await ResolveAsync(here, created.Secret)).Refusal);
        while ((await ResolveAsync(there, created.Secret)).Refusal != KeyRefusals.RevokedKey && watch.Elapsed < TimeSpan.FromSeconds(5))
            await Task.Delay(10);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_changed_account_is_seen_on_every_node_within_a_second()
    {
        var node = fixture.Node();
        var other = fixture.Node();
        await using var changes = await StartAsync(node);
        var accountId = await fixture.AccountAsync();
        var created = await CreateAsync(other, new NewKey(accountId, true, "Key", "test"));
        Assert.Equal(10, (await ResolveAsync(node, created.Secret)).Caller!.RateLimit);
        var directory = other.GetRequiredService<AccountDirectory>();

        await directory.ChangeAsync(accountId, Plans.Agency, null, default);
        await UntilAsync(async () => (await ResolveAsync(node, created.Secret)).Caller is { RateLimit: 300, Plan: "agency" });
        await directory.ChangeAsync(accountId, null, 1_000, default);
        await UntilAsync(async () => (await ResolveAsync(node, created.Secret)).Caller is { RateLimit: 1_000 });
        await directory.SuspendAsync(accountId, true, default);
        await UntilAsync(async () => (await ResolveAsync(node, created.Secret)).Refusal == KeyRefusals.AccountSuspended);
        await directory.SuspendAsync(accountId, false, default);
        await UntilAsync(async () => (await ResolveAsync(node, created.Secret)).Caller is not null);
    }

    [Fact]
    public async Task Without_news_from_the_database_nothing_cached_is_believed()
    {
        var clock = new ManualClock();
        var node = fixture.Node(clock);
        var other = fixture.Node();
        var accountId = await fixture.AccountAsync();
        var created = await CreateAsync(other, new NewKey(accountId, true, "Key", "test"));
        var cache = node.GetRequiredService<KeyCache>();
        cache.Apply([], clock.GetTimestamp());
        Assert.NotNull((await ResolveAsync(node, created.Secret)).Caller);
        await other.GetRequiredService<ApiKeys>().RevokeAsync(accountId, created.Id, default);

        clock.Advance(TimeSpan.FromSeconds(1));
        var trusted = await ResolveAsync(node, created.Secret);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var looked = await ResolveAsync(node, created.Secret);

        Assert.NotNull(trusted.Caller);
        Assert.Equal(KeyRefusals.RevokedKey, looked.Refusal);
    }

    [Fact]
    public async Task A_key_lapses_at_its_hour_also_when_it_is_cached()
    {
        var clock = new ManualClock();
        var node = fixture.Node(clock);
        var created = await CreateAsync(node, new NewKey(await fixture.AccountAsync(), true, "Key", "test") { ExpiresAt = clock.GetUtcNow().AddHours(1) });
        node.GetRequiredService<KeyCache>().Apply([], clock.GetTimestamp());
        Assert.NotNull((await ResolveAsync(node, created.Secret)).Caller);

        clock.Advance(TimeSpan.FromHours(1));
        node.GetRequiredService<KeyCache>().Apply([], clock.GetTimestamp());

        Assert.Equal(KeyRefusals.ExpiredKey, (await ResolveAsync(node, created.Secret)).Refusal);
    }

    [Fact]
    public async Task Many_first_calls_with_one_key_all_find_it()
    {
        var node = fixture.Node();
        var created = await CreateAsync(node, new NewKey(await fixture.AccountAsync(), true, "Key", "test"));
        node.GetRequiredService<KeyCache>().Apply([], TimeProvider.System.GetTimestamp());

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => ResolveAsync(node, created.Secret))));

        Assert.All(results, result => Assert.Equal(created.Id, result.Caller?.KeyId));
        Assert.Equal(1, node.GetRequiredService<KeyCache>().Count);
    }

    [Fact]
    public async Task The_last_use_is_written_later_and_in_bulk()
    {
        var node = fixture.Node();
        var accountId = await fixture.AccountAsync();
        var keys = new List<CreateKeyResult.Created>();
        for (var i = 0; i < 5; i++)
            keys.Add(await CreateAsync(node, new NewKey(accountId, true, $"Key {i}", "test")));
        foreach (var key in keys.Take(4).Concat(keys.Take(4)))
            await ResolveAsync(node, key.Secret);

        await node.GetRequiredService<KeyUses>().FlushAsync(default);

        var listed = await node.GetRequiredService<ApiKeys>().ListAsync(accountId, default);
        Assert.Equal(4, listed.Count(key => key.LastUsedAt is not null && key.LastUsedIp == "203.0.113.9"));
        Assert.Null(listed.Single(key => key.Name == "Key 4").LastUsedAt);
    }

    private static async Task<CreateKeyResult.Created> CreateAsync(IServiceProvider node, NewKey wish) =>
        Assert.IsType<CreateKeyResult.Created>(await node.GetRequiredService<ApiKeys>().CreateAsync(wish, default));

    private static Task<KeyResult> ResolveAsync(IServiceProvider node, string secret) =>
        node.GetRequiredService<KeyCache>().ResolveAsync(secret, s_somewhere, default).AsTask();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds() && watch.Elapsed < TimeSpan.FromSeconds(5))
            await Task.Delay(10);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>Starts a node's loop and waits for its first look.</summary>
    private static async Task<Stopping> StartAsync(IServiceProvider node)
    {
        var loop = node.GetServices<IHostedService>().OfType<KeyChanges>().Single();
        await loop.StartAsync(default);
        var watch = Stopwatch.StartNew();
        while (node.GetRequiredService<KeyCache>().CheckedAt < 0 && watch.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(5);
        Assert.True(node.GetRequiredService<KeyCache>().CheckedAt > 0);
        return new Stopping(loop);
    }

    private sealed class Stopping(IHostedService loop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await loop.StopAsync(default);
    }
}
