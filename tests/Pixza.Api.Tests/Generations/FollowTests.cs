using System.Net;
using System.Text.Json;
using Pixza.Testing;

namespace Pixza.Api.Tests.Generations;

/// <summary>What can be done with a generation by its id: read, wait, listen, cancel, delete.</summary>
public sealed class FollowTests(ApiFixture fixture)
{
    private const string Slow = """{"type":"image","prompt":"test:slow","width":64,"height":64}""";

    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task Waiting_ends_with_the_run_or_the_time()
    {
        var account = await app.SignUpAsync();
        var id = (await account.Test.MakeAsync(Calls.SmallImage, ("Prefer", "respond-async"))).Text("id");
        var slow = (await account.Test.MakeAsync(Slow, ("Prefer", "respond-async"))).Text("id");

        var ended = await account.Test.GetJsonAsync($"/api/v1/generate/{id}?wait=50");
        using var unended = await account.Test.GetAsync($"/api/v1/generate/{slow}?wait=1");

        Assert.Equal("completed", ended.Text("status"));
        Assert.Contains((await unended.JsonAsync()).Text("status"), new[] { "queued", "processing" });
        Assert.NotNull(unended.Headers.RetryAfter);
        await account.Test.PostAsync($"/api/v1/generate/{slow}/cancel", null);
    }

    [Theory]
    [InlineData("?wait=51", "wait")]
    [InlineData("?wait=-1", "wait")]
    [InlineData("?wait=", "wait")]
    [InlineData("?expand=all", "expand")]
    public async Task A_wrong_query_is_named(string query, string param)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Test.GetAsync($"/api/v1/generate/gen_00000000000000000000000000{query}");

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        Assert.Equal(param, error.GetProperty("details")[0].Text("param"));
    }

    [Fact]
    public async Task Events_tell_the_status_the_output_and_the_end_and_resume_where_they_stopped()
    {
        var account = await app.SignUpAsync();
        var id = (await account.Test.MakeAsync(Calls.SmallImage, ("Prefer", "respond-async"))).Text("id");

        using var answer = await account.Test.GetAsync($"/api/v1/generate/{id}/events");
        var events = Read(await answer.Content.ReadAsStringAsync());

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("status", events.Select(e => e.Name));
        Assert.Equal(["output", "done"], events.Select(e => e.Name).TakeLast(2));
        Assert.Equal(events.Select(e => e.Id).Distinct().Order(), events.Select(e => e.Id));
        Assert.Equal("completed", events[^1].Data.Text("status"));
        Assert.Equal(events[^1].Data.Text("output_url"), events[^2].Data.Text("output_url"));

        using var resume = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/generate/{id}/events");
        resume.Headers.Add("Last-Event-ID", events[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var resumed = await account.Test.SendAsync(resume);
        Assert.Equal("done", Read(await resumed.Content.ReadAsStringAsync())[^1].Name);
    }

    [Fact]
    public async Task Cancelling_gives_the_credits_back_and_may_be_repeated()
    {
        var account = await app.SignUpAsync();
        var video = (await account.Test.MakeAsync(Slow, ("Prefer", "respond-async"))).Text("id");
        var done = (await account.Test.MakeAsync()).Text("id");

        using var once = await account.Test.PostAsync($"/api/v1/generate/{video}/cancel", null);
        using var twice = await account.Test.PostAsync($"/api/v1/generate/{video}/cancel", null);
        using var late = await account.Test.PostAsync($"/api/v1/generate/{done}/cancel", null);

        Assert.Equal("canceled", (await once.JsonAsync()).Text("status"));
        Assert.Equal(HttpStatusCode.OK, twice.StatusCode);
        await late.ErrorAsync(HttpStatusCode.Conflict, "conflict", "already_finished");
    }

    [Fact]
    public async Task Deleting_removes_record_and_output_and_not_a_running_one()
    {
        var account = await app.SignUpAsync();
        var made = await account.Live.MakeAsync();
        var running = (await account.Test.MakeAsync(Slow, ("Prefer", "respond-async"))).Text("id");

        using var gone = await account.Live.DeleteAsync($"/api/v1/generate/{made.Text("id")}");
        using var again = await account.Live.DeleteAsync($"/api/v1/generate/{made.Text("id")}");
        using var busy = await account.Test.DeleteAsync($"/api/v1/generate/{running}");

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await again.ErrorAsync(HttpStatusCode.NotFound, "not_found");
        await busy.ErrorAsync(HttpStatusCode.Conflict, "conflict", "still_running");
        await (await account.Live.GetAsync($"/api/v1/generate/{made.Text("id")}")).ErrorAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("99", (await account.Live.GetJsonAsync("/api/v1/credits")).Text("credits_remaining"));
        await UntilAsync(async () => (await account.Live.GetAsync(new Uri(made.Text("output_url")!))).StatusCode == HttpStatusCode.NotFound);
        await account.Test.PostAsync($"/api/v1/generate/{running}/cancel", null);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/cancel")]
    [InlineData("DELETE", "")]
    public async Task What_belongs_to_somebody_else_or_the_other_mode_is_not_found(string method, string suffix)
    {
        var (account, stranger) = (await app.SignUpAsync(), await app.SignUpAsync());
        var id = (await account.Live.MakeAsync()).Text("id");

        foreach (var (client, named) in new[] { (stranger.Live, id), (stranger.Test, id), (account.Test, id), (account.Live, "gen_00000000000000000000000000"), (account.Live, "gen_x"), (account.Live, new string('a', 500)) })
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/v1/generate/{named}{suffix}"));
            await answer.ErrorAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task A_test_key_writes_no_ledger_rows_and_sees_only_its_own()
    {
        var account = await app.SignUpAsync();
        var test = await account.Test.MakeAsync();
        var live = await account.Live.MakeAsync();

        Assert.Equal("False", test.Text("livemode"));
        Assert.Equal("0", test.Text("credits_used"));
        Assert.Equal(1, await app.ScalarAsync<long>("select count(*) from ledger.transfers where account_id = @Id and kind = 'hold'", account));
        Assert.Equal(test.Text("id"), Single(await account.Test.GetJsonAsync("/api/v1/generations")).Text("id"));
        Assert.Equal(live.Text("id"), Single(await account.Live.GetJsonAsync("/api/v1/generations")).Text("id"));
    }

    [Fact]
    public async Task A_client_that_goes_away_does_not_stop_the_run()
    {
        var account = await app.SignUpAsync();
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generate") { Content = Calls.Json("""{"type":"image","prompt":"test:timeout"}""") };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.Test.SendAsync(request, impatient.Token));
        var id = Single(await account.Test.GetJsonAsync("/api/v1/generations")).Text("id");
        var ended = await account.Test.GetJsonAsync($"/api/v1/generate/{id}?wait=20");

        Assert.Equal("failed", ended.Text("status"));
    }

    [Fact]
    public async Task A_server_that_stops_answers_those_who_wait()
    {
        await using var node = await app.StartNodeAsync();
        var account = await app.SignUpAsync();
        using var there = node.Client(account.TestKey);
        var waiting = there.GenerateAsync(Slow);
        await UntilAsync(async () => await app.ScalarAsync<long>("select count(*) from generations.generations where account_id = @Id", account) == 1);

        await node.StopAsync();
        using var answer = await waiting;

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await account.Test.PostAsync($"/api/v1/generate/{(await answer.JsonAsync()).Text("id")}/cancel", null);
    }

    private static JsonElement Single(JsonElement page) => page.GetProperty("data").EnumerateArray().Single();

    private static List<(string Name, long Id, JsonElement Data)> Read(string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => block.StartsWith("event:", StringComparison.Ordinal)).Select(block =>
        {
            var lines = block.Split('\n').ToDictionary(line => line.Split(": ")[0], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            return (lines["event"], long.Parse(lines["id"], System.Globalization.CultureInfo.InvariantCulture), JsonDocument.Parse(lines["data"]).RootElement.Clone());
        })];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
            await Task.Delay(50, limit.Token);
    }
}
