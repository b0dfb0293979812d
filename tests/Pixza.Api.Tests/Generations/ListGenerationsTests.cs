using System.Net;
using System.Text.Json;
using Pixza.Testing;

namespace Pixza.Api.Tests.Generations;

public sealed class ListGenerationsTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task Pages_follow_each_other_newest_first_and_new_rows_shift_nothing()
    {
        var account = await app.SignUpAsync();
        await AddAsync(account, 25);
        var seen = new List<string>();

        string? path = "/api/v1/generations?limit=10";
        while (path is not null)
        {
            using var answer = await account.Live.GetAsync(path);
            var page = await answer.JsonAsync();
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(item => item.Text("id")!));
            await AddAsync(account, 3);
            path = page.Text("next_cursor") is null ? null : answer.Headers.GetValues("Link").Single().Split('<', '>')[1];
            Assert.Equal(page.Text("has_more") == "True", path is not null);
        }

        Assert.Equal(25, seen.Count);
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
        Assert.Distinct(seen);
    }

    [Theory]
    [InlineData("status=completed", 2)]
    [InlineData("status=failed", 1)]
    [InlineData("type=video", 1)]
    [InlineData("model=flux-pro", 2)]
    [InlineData("channel=wordpress", 1)]
    [InlineData("channel=shopify", 0)]
    [InlineData("type=image&model=flux-pro&status=completed", 2)]
    [InlineData("created_after=2000-01-01T00:00:00Z", 3)]
    [InlineData("created_before=2000-01-01T00:00:00.000Z", 0)]
    [InlineData("created_after=2000-01-01T00:00:00%2B05:30&created_before=2100-01-01T00:00:00Z", 3)]
    public async Task Every_filter_filters(string filter, int count)
    {
        var account = await app.SignUpAsync();
        await AddAsync(account, 2);
        await AddAsync(account, 1, "type = 'video', model = 'veo-3-fast', channel = 'wordpress', status = 'failed', outputs = null, error_code = 'provider_error', credits_used = 0");

        var page = await account.Live.GetJsonAsync($"/api/v1/generations?{filter}");

        Assert.Equal(count, page.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task The_filter_by_key_finds_what_that_key_made()
    {
        var account = await app.SignUpAsync();
        await account.Live.MakeAsync();
        var key = await app.ScalarAsync<Guid>("select id from accounts.keys where account_id = @Id and livemode", account);

        var own = await account.Live.GetJsonAsync($"/api/v1/generations?key_id={Pixza.Core.Ids.PublicId.Format("key", key)}");
        var other = await account.Live.GetJsonAsync($"/api/v1/generations?key_id={Pixza.Core.Ids.PublicId.Format("key", Guid.CreateVersion7())}");

        Assert.Equal(1, own.GetProperty("data").GetArrayLength());
        Assert.Equal(0, other.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("status=done", "status")]
    [InlineData("status=", "status")]
    [InlineData("type=audio", "type")]
    [InlineData("channel=fax", "channel")]
    [InlineData("key_id=7", "key_id")]
    [InlineData("created_after=yesterday", "created_after")]
    [InlineData("created_after=2026-05-11T12:00:00", "created_after")]
    [InlineData("created_before=2026-13-11T12:00:00Z", "created_before")]
    [InlineData("model=%00", "model")]
    [InlineData("page=2", "page")]
    [InlineData("offset=20", "offset")]
    public async Task A_wrong_or_unknown_parameter_is_named(string query, string param)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GetAsync($"/api/v1/generations?{query}");

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        Assert.Equal(param, error.GetProperty("details")[0].Text("param"));
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_account_mode_and_filters()
    {
        var (account, stranger) = (await app.SignUpAsync(), await app.SignUpAsync());
        await AddAsync(account, 3);
        var cursor = (await account.Live.GetJsonAsync("/api/v1/generations?limit=1")).Text("next_cursor")!;
        await using var node = await app.StartNodeAsync();
        using var elsewhere = node.Client(account.LiveKey);

        Assert.Equal(HttpStatusCode.OK, (await account.Live.GetAsync($"/api/v1/generations?limit=2&cursor={cursor}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync($"/api/v1/generations?cursor={cursor}")).StatusCode);
        foreach (var (client, query) in new[]
        {
            (stranger.Live, $"cursor={cursor}"), (account.Test, $"cursor={cursor}"), (account.Live, $"status=completed&cursor={cursor}"),
            (account.Live, $"cursor={cursor[..^1]}"), (account.Live, $"cursor={(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}"), (account.Live, "cursor=1"), (account.Live, "cursor=%F0%9F%98%80"),
        })
        {
            using var answer = await client.GetAsync($"/api/v1/generations?{query}");
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, query);
            if (answer.StatusCode == HttpStatusCode.BadRequest)
                await answer.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_cursor");
        }
    }

    // Finished rows as a run leaves them, without the run.
    private Task AddAsync(TestAccount account, int count, string change = "type = type") => app.ExecuteAsync($"""
        with rows as (
          insert into generations.generations (id, account_id, livemode, status, type, model, channel, prompt, width, height, steps, seed, credits, credits_used, created_at, completed_at, outputs)
          select ids.id, @account, true, 'completed', 'image', 'flux-pro', 'api', 'a', 64, 64, 4, 1, 4, 4, now(), now(), '[]' from unnest(@ids::uuid[]) as ids (id))
        select 1;
        update generations.generations set {change} where id = any(@ids::uuid[])
        """, new { account = account.Id, ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray() });
}
