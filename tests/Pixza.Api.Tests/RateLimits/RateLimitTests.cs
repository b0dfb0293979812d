using System.Globalization;
using System.Net;
using Pixza.Core.Accounts;
using Pixza.Testing;

namespace Pixza.Api.Tests.RateLimits;

public sealed class RateLimitTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Theory]
    [InlineData("free", 10)]
    [InlineData("pro", 60)]
    [InlineData("agency", 300)]
    public async Task The_plan_gives_so_many_requests_per_minute(string plan, int limit)
    {
        var account = await app.SignUpAsync(plan: plan, rateLimit: null);

        using var first = await account.Live.GetAsync("/api/v1/credits");

        Assert.Equal($"\"requests\";q={limit};w=60", first.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Equal($"\"requests\";r={limit - 1};t=60", first.Headers.GetValues("RateLimit").Single());
    }

    [Fact]
    public async Task The_request_after_the_last_one_is_told_when_to_come_back()
    {
        var account = await app.SignUpAsync(rateLimit: 3);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await account.Live.GetAsync("/api/v1/credits")).StatusCode);

        using var answer = await account.Live.GetAsync("/api/v1/credits");

        var error = await answer.ErrorAsync(HttpStatusCode.TooManyRequests, "rate_limited", "requests");
        var seconds = answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(seconds, error.Text("retry_after"));
        Assert.Equal($"\"requests\";r=0;t={seconds}", answer.Headers.GetValues("RateLimit").Single());
        Assert.Equal("true", answer.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task All_keys_of_an_account_share_its_limit_and_unknown_routes_count()
    {
        var account = await app.SignUpAsync(rateLimit: 3);
        using var another = app.Client(await app.KeyAsync(new NewKey(account.Id, true, "second", "test")));

        await account.Live.GetAsync("/api/v1/credits");
        await account.Test.GetAsync("/api/v1/nothing");
        await another.GetAsync("/api/v1/credits");

        await (await account.Test.GetAsync("/api/v1/credits")).ErrorAsync(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task Two_hosts_on_one_database_share_the_limit_exactly()
    {
        await using var one = await PixzaApp.StartAsync(null, "--RateLimits:HeartbeatMilliseconds=100");
        await using var two = await one.StartNodeAsync(null, "--RateLimits:HeartbeatMilliseconds=100");
        await Task.Delay(400);
        var account = await one.SignUpAsync(rateLimit: 10);
        using var there = two.Client(account.LiveKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? account.Live : there).GetAsync("/api/v1/credits")));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(30, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }
}
