using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pixza.Testing;

namespace Pixza.Api.Tests.Credits;

public sealed class GetCreditsTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task The_balance_is_told_with_plan_and_limit()
    {
        var account = await app.SignUpAsync(credits: 250, plan: "pro", rateLimit: null);

        var credits = await account.Live.GetFromJsonAsync<JsonElement>("/api/v1/credits");

        Assert.Equal("""{"credits_remaining":250,"credits_held":0,"plan":"pro","rate_limit":60,"livemode":true}""", credits.ToString());
    }

    [Fact]
    public async Task A_test_key_sees_the_live_balance()
    {
        var account = await app.SignUpAsync(credits: 7);

        var credits = await account.Test.GetFromJsonAsync<JsonElement>("/api/v1/credits");

        Assert.Equal("7", credits.Text("credits_remaining"));
        Assert.Equal("False", credits.Text("livemode"));
    }

    [Fact]
    public async Task A_query_parameter_that_does_not_exist_is_named()
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GetAsync("/api/v1/credits?currency=inr");

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        Assert.Equal("currency", error.GetProperty("details")[0].Text("param"));
    }
}
