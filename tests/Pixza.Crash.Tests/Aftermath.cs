using System.Diagnostics;
using System.Security.Cryptography;
using Pixza.Core.Ids;

namespace Pixza.Crash.Tests;

/// <summary>What must hold once the service is back after a crash: nothing lost, nothing twice, nobody charged for what is not there.</summary>
public sealed class Aftermath(CrashWorld world, HostNode node, IReadOnlyList<Asked> asked, Tally tally)
{
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    private sealed record Row(Guid Id, string Prompt, string Status, long Credits, long CreditsUsed, bool Livemode, string? IdempotencyKey, string? WebhookUrl);

    /// <param name="since">A timestamp of <see cref="Stopwatch"/>: when the service could begin to recover.</param>
    public async Task CheckAsync(long since)
    {
        await WaitUntilFinalAsync(since);
        tally.Recovered(since);
        AssertAnswersAreSound();
        var rows = await RowsAsync();
        AssertRefusedCostNothing(rows);
        await AssertPromisesAreKeptAsync();

        await ReplayAsync(rows);
        await WaitUntilFinalAsync(Stopwatch.GetTimestamp());
        await AssertWebhooksArrivedAsync();
        await AssertBooksBalanceAsync();
        await AssertOutputsAreThereAsync();
        await CountAsync();
    }

    private async Task WaitUntilFinalAsync(long since)
    {
        while (await world.QueryAsync<string>(UnfinishedSql) is { Count: > 0 } unfinished)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < RecoveryLimit, $"Not final after {RecoveryLimit.TotalSeconds} s: {string.Join(", ", unfinished)}");
            await Task.Delay(50);
        }
    }

    private const string UnfinishedSql = "select id || ' ' || status from generations.generations where status in ('queued', 'processing')";

    /// <summary>No hang, and nothing but what the API documents.</summary>
    private void AssertAnswersAreSound()
    {
        foreach (var one in asked)
        {
            Assert.True(one.Took < TimeSpan.FromSeconds(60), $"Unanswered for {one.Took.TotalSeconds:0} s: {one}");
            var fits = one.Status switch
            {
                null => true,
                200 or 202 => one.GenerationId is not null,
                502 => !one.LiveMode && one.GenerationId is not null,
                503 => one.Text("error") is "unavailable" && one.Text("message") is not null && one.Text("request_id") is not null,
                _ => false,
            };
            Assert.True(fits, one.ToString());
        }
    }

    /// <summary>One generation per request at most, and none charged of which the customer was told that nothing was.</summary>
    private void AssertRefusedCostNothing(IReadOnlyList<Row> rows)
    {
        var made = rows.Where(row => row.Livemode).ToLookup(row => row.Prompt);
        foreach (var one in asked.Where(one => one.LiveMode))
        {
            Assert.True(made[one.Prompt].Count() <= 1, $"More than one generation of {one}");
            if (one.Status == 503 && one.Text("message")!.Contains("Nothing was charged", StringComparison.Ordinal))
                Assert.True(made[one.Prompt].All(row => row.CreditsUsed == 0), $"Charged all the same: {one}");
        }
    }

    /// <summary>What a customer had been told before the crash is still so.</summary>
    private Task AssertPromisesAreKeptAsync() => EachAsync(asked.Where(one => one.Status is 200 or 202), async one =>
    {
        var (status, now) = await world.Customer.GetAsync(node.Client, $"/generate/{one.GenerationId}", one.LiveMode);

        Assert.True(status == 200, $"{status} {now} for {one}");
        if (one.Status == 200)
        {
            Assert.Equal(one.Text("status"), now.GetProperty("status").GetString());
            Assert.Equal(one.Text("output_url"), now.GetProperty("output_url").GetString());
        }
        if (one.Canceled)
            Assert.Equal("canceled", now.GetProperty("status").GetString());
    });

    /// <summary>Each request with a key once more, twice: the same generation, and no further charge for what was accepted.</summary>
    private Task ReplayAsync(IReadOnlyList<Row> rows)
    {
        var before = rows.Where(row => row.IdempotencyKey is not null).ToDictionary(row => row.IdempotencyKey!, row => row.Id);
        return EachAsync(asked.Where(one => one.IdempotencyKey is not null), async one =>
        {
            var first = await RepeatAsync(one);
            var second = await RepeatAsync(one);

            Assert.Equal(first, second);
            if (one is { Status: not 503, GenerationId: { } answered })
                Assert.Equal(answered, first);
            if (before.TryGetValue(one.IdempotencyKey!, out var accepted))
                Assert.Equal(PublicId.Format(PublicId.Generation, accepted), first);
            lock (tally)
                tally.Replays += 2;
        });
    }

    private async Task<string> RepeatAsync(Asked one)
    {
        var again = new Asked
        {
            Prompt = one.Prompt,
            Model = one.Model,
            LiveMode = one.LiveMode,
            IdempotencyKey = one.IdempotencyKey,
            WebhookUrl = one.WebhookUrl,
            RespondAsync = one.RespondAsync,
        };
        await world.Customer.SendAsync(node.Client, again);
        Assert.True(again is { Status: 200 or 202 or 502, GenerationId: not null }, $"Replayed as {again}, at first {one}");
        return again.GenerationId!;
    }

    /// <summary>At least once each, always under the same id.</summary>
    private async Task AssertWebhooksArrivedAsync()
    {
        var expected = (await RowsAsync()).Where(row => row.WebhookUrl is not null).Select(row => PublicId.Format(PublicId.Generation, row.Id)).ToList();
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var arrived = world.Webhooks.ToLookup(webhook => webhook.GenerationId, webhook => webhook.MessageId);
            var missing = expected.Where(id => !arrived.Contains(id)).ToList();
            if (missing.Count == 0)
            {
                Assert.All(expected, id => Assert.Single(arrived[id].Distinct()));
                tally.Webhooks += expected.Count;
                return;
            }
            Assert.True(Stopwatch.GetElapsedTime(start) < RecoveryLimit, $"No webhook came for {string.Join(", ", missing)}");
            await Task.Delay(50);
        }
    }

    /// <summary>By the operator's command, by the API, and by adding up.</summary>
    private async Task AssertBooksBalanceAsync()
    {
        var (code, output) = await world.CommandAsync("ledger", "verify");
        Assert.True(code == 0 && output.Contains("The books balance.", StringComparison.Ordinal), output);

        var (_, credits) = await world.Customer.GetAsync(node.Client, "/credits");
        var spent = Assert.Single(await world.QueryAsync<long>("select coalesce(sum(credits), 0)::bigint from generations.generations where livemode and status = 'completed'"));
        Assert.Equal(0, credits.GetProperty("credits_held").GetInt64());
        Assert.Equal(CrashWorld.Credits - spent, credits.GetProperty("credits_remaining").GetInt64());
        Assert.Empty(await world.QueryAsync<string>(WronglySettledSql));
    }

    private const string WronglySettledSql = """
        select g.id || ' ' || g.status || ' ' || coalesce(string_agg(t.kind, ' ' order by t.step), 'no transfer')
        from generations.generations g left join ledger.transfers t on t.id = g.id
        group by g.id
        having coalesce(string_agg(t.kind, ' ' order by t.step), '') <>
          case when not g.livemode then '' when g.status = 'completed' then 'hold capture' else 'hold release' end
        """;

    /// <summary>Every picture that was paid for is served, byte for byte as it is recorded.</summary>
    private async Task AssertOutputsAreThereAsync() => await EachAsync((await RowsAsync()).Where(row => row.Status == "completed"), async row =>
    {
        var (status, generation) = await world.Customer.GetAsync(node.Client, $"/generate/{PublicId.Format(PublicId.Generation, row.Id)}", row.Livemode);
        Assert.True(status == 200 && generation.GetProperty("status").GetString() == "completed", $"{status} {generation}");
        Assert.Equal(row.Credits, generation.GetProperty("credits_used").GetInt64());

        var output = Assert.Single(generation.GetProperty("outputs").EnumerateArray());
        using var picture = await node.Client.GetAsync(new Uri(output.GetProperty("url").GetString()!).PathAndQuery);
        Assert.True(picture.IsSuccessStatusCode, $"{picture.StatusCode} for the picture of {generation}");
        Assert.Equal(output.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(await picture.Content.ReadAsByteArrayAsync())));
    });

    private async Task CountAsync()
    {
        var rows = await RowsAsync();
        tally.Rounds++;
        tally.Generations += rows.Count;
        tally.Completed += rows.Count(row => row.Status == "completed");
        tally.Failed += rows.Count(row => row.Status == "failed");
        tally.Canceled += rows.Count(row => row.Status == "canceled");
        tally.Released += rows.Count(row => row is { Livemode: true, CreditsUsed: 0 });
        tally.Lost += asked.Count(one => one.Status is null);
        tally.Unavailable += asked.Count(one => one.Status == 503);
    }

    private Task<IReadOnlyList<Row>> RowsAsync() => world.QueryAsync<Row>(
        RowsSql, new { prompts = asked.Where(one => one.LiveMode).Select(one => one.Prompt).ToArray(), keys = asked.Where(one => !one.LiveMode).Select(one => one.IdempotencyKey).ToArray() });

    private const string RowsSql = """
        select g.id, g.prompt, g.status, g.credits, g.credits_used, g.livemode, k.key as idempotency_key, g.webhook_url
        from generations.generations g left join generations.idempotency_keys k on k.resource_id = g.id
        where g.prompt = any(@prompts) or k.key = any(@keys)
        """;

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> check) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) => await check(item));
}
