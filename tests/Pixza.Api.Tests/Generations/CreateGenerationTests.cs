using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pixza.Core.Accounts;
using Pixza.Testing;

namespace Pixza.Api.Tests.Generations;

public sealed class CreateGenerationTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task The_references_example_gives_the_references_response()
    {
        var account = await app.SignUpAsync(credits: 100);

        using var answer = await account.Live.GenerateAsync("""
            {
                "type": "image",
                "prompt": "A luxury product on marble surface, cinematic lighting",
                "model": "flux-pro",
                "width": 1024,
                "height": 1024
              }
            """);

        var generation = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches("^gen_[0-9a-hjkmnp-tv-z]{26}$", generation.Text("id"));
        Assert.Equal(
            ["completed", "image", "flux-pro", "A luxury product on marble surface, cinematic lighting", "1024", "1024", "4"],
            new[] { "status", "type", "model", "prompt", "width", "height", "credits_used" }.Select(name => generation.Text(name)));
        Assert.Matches("^20..-..-..T..:..:..\\.[0-9]{3}Z$", generation.Text("created_at"));
        Assert.Equal("True", generation.Text("preview"));
        Assert.Equal("studio", generation.Text("provider"));
        Assert.Equal("96", (await account.Live.GetFromJsonAsync<JsonElement>("/api/v1/credits")).Text("credits_remaining"));

        using var picture = await account.Live.GetAsync(new Uri(generation.Text("output_url")!));
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xff, 0xd8], (await picture.Content.ReadAsByteArrayAsync())[..2]);
    }

    [Fact]
    public async Task Without_a_model_the_default_of_the_type_makes_it()
    {
        var account = await app.SignUpAsync();

        var generation = await account.Live.MakeAsync(Calls.SmallImage);

        Assert.Equal("flux-schnell", generation.Text("model"));
        Assert.Equal("1", generation.Text("credits_used"));
        Assert.Equal("4", generation.Text("steps"));
        Assert.NotNull(generation.Text("seed"));
    }

    [Fact]
    public async Task One_credit_buys_one_run_however_many_ask_at_once()
    {
        var account = await app.SignUpAsync(credits: 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            account.Live.GenerateAsync(Calls.SmallImage)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(99, answers.Count(answer => answer.StatusCode == HttpStatusCode.PaymentRequired));
        Assert.Equal(1, await app.ScalarAsync<long>("select count(*) from ledger.transfers where account_id = @Id and kind = 'hold'", account));
        var refused = await answers.First(answer => answer.StatusCode == HttpStatusCode.PaymentRequired).ErrorAsync(HttpStatusCode.PaymentRequired, "insufficient_credits", "account_balance");
        Assert.Equal("Your account has 0 credits remaining. Upgrade your plan to continue.", refused.Text("message"));
        Assert.Equal("0", refused.Text("credits_remaining"));
        Assert.Equal("1", refused.Text("credits_required"));
    }

    [Fact]
    public async Task The_same_idempotency_key_a_hundred_times_at_once_is_one_generation_and_one_charge()
    {
        var account = await app.SignUpAsync(credits: 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => account.Live.MakeAsync(
            Calls.SmallImage, ("Idempotency-Key", i % 2 == 0 ? "order-1" : "\"order-1\""))));

        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        Assert.All(answers, answer => Assert.Equal("completed", answer.Text("status")));
        Assert.Equal("99", (await account.Live.GetFromJsonAsync<JsonElement>("/api/v1/credits")).Text("credits_remaining"));
    }

    [Fact]
    public async Task A_replay_says_so_and_another_body_is_refused()
    {
        var account = await app.SignUpAsync();
        var first = await account.Live.MakeAsync(Calls.SmallImage, ("Idempotency-Key", "k"));

        using var again = await account.Live.GenerateAsync("""{ "height":64, "width":64, "prompt":"a red kettle", "type":"image" }""", ("Idempotency-Key", "k"));
        using var other = await account.Live.GenerateAsync("""{"type":"image","prompt":"a blue kettle","width":64,"height":64}""", ("Idempotency-Key", "k"));

        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(first.Text("id"), (await again.JsonAsync()).Text("id"));
        await other.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error", "idempotency_key_reused");
    }

    [Fact]
    public async Task A_refused_key_works_after_a_top_up()
    {
        var account = await app.SignUpAsync(credits: 0);
        const string Body = Calls.SmallImage;
        using (var refused = await account.Live.GenerateAsync(Body, ("Idempotency-Key", "k")))
            await refused.ErrorAsync(HttpStatusCode.PaymentRequired, "insufficient_credits");

        await app.GrantAsync(account, 5);
        var made = await account.Live.MakeAsync(Body, ("Idempotency-Key", "k"));

        Assert.Equal("completed", made.Text("status"));
    }

    [Fact]
    public async Task A_dry_run_tells_the_price_and_makes_nothing()
    {
        var account = await app.SignUpAsync();

        var quote = await account.Live.MakeAsync("""{"type":"image","prompt":"a red kettle","model":"flux-pro","dry_run":true}""");

        Assert.Equal("4", quote.Text("credits"));
        Assert.Equal("True", quote.Text("dry_run"));
        Assert.Equal(0, await app.ScalarAsync<long>("select count(*) from generations.generations where account_id = @Id", account));
    }

    [Fact]
    public async Task A_price_above_max_credits_is_refused()
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync("""{"type":"image","prompt":"a red kettle","model":"flux-pro","max_credits":3}""");

        var error = await answer.ErrorAsync(HttpStatusCode.PaymentRequired, "insufficient_credits", "max_credits");
        Assert.Equal("4", error.Text("credits_required"));
        Assert.Equal("100", error.Text("credits_remaining"));
    }

    [Theory]
    [InlineData("""{"type":"video","prompt":"waves","model":"studio"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"type":"video","prompt":"test:timeout"}""", HttpStatusCode.Accepted)]
    [InlineData("""{"type":"image","prompt":"waves","webhook_url":"https://example.com/hook","width":64,"height":64}""", HttpStatusCode.Accepted)]
    public async Task What_takes_long_is_accepted_at_once_and_followed_by_its_location(string body, HttpStatusCode expected)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Test.GenerateAsync(body);

        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.Accepted)
            return;
        var generation = await answer.JsonAsync();
        Assert.Equal($"/api/v1/generate/{generation.Text("id")}", answer.Headers.Location!.ToString());
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("0", generation.Text("credits_used"));
        Assert.Equal(HttpStatusCode.OK, (await account.Test.GetAsync(answer.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task The_client_may_ask_not_to_wait_or_how_long()
    {
        var account = await app.SignUpAsync();

        using var atOnce = await account.Test.GenerateAsync("""{"type":"image","prompt":"test:slow"}""", ("Prefer", "respond-async"));
        using var aSecond = await account.Test.GenerateAsync("""{"type":"image","prompt":"test:slow"}""", ("Prefer", "wait=1"));

        Assert.Equal(HttpStatusCode.Accepted, atOnce.StatusCode);
        Assert.Equal("respond-async", atOnce.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(HttpStatusCode.Accepted, aSecond.StatusCode);
        Assert.Equal("wait=1", aSecond.Headers.GetValues("Preference-Applied").Single());
    }

    [Theory]
    [InlineData("test:fail", HttpStatusCode.BadGateway, "provider_error")]
    [InlineData("test:reject", HttpStatusCode.UnprocessableEntity, "content_rejected")]
    [InlineData("test:timeout", HttpStatusCode.GatewayTimeout, "provider_timeout")]
    public async Task A_run_that_fails_while_the_client_waits_is_answered_as_an_error(string prompt, HttpStatusCode status, string error)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Test.GenerateAsync($$"""{"type":"image","prompt":"{{prompt}}"}""");

        var body = await answer.ErrorAsync(status, error);
        Assert.Matches("^gen_", body.Text("generation_id"));
        Assert.Equal("0", body.Text("credits_refunded"));
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        Assert.Equal("failed", (await account.Test.GetFromJsonAsync<JsonElement>($"/api/v1/generate/{body.Text("generation_id")}")).Text("status"));
    }

    [Fact]
    public async Task A_test_key_can_ask_for_402_and_429()
    {
        var account = await app.SignUpAsync();

        using var poor = await account.Test.GenerateAsync("""{"type":"image","prompt":"test:402"}""");
        using var hasty = await account.Test.GenerateAsync("""{"type":"image","prompt":"test:429"}""");

        Assert.Equal("0", (await poor.ErrorAsync(HttpStatusCode.PaymentRequired, "insufficient_credits")).Text("credits_remaining"));
        await hasty.ErrorAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.NotNull(hasty.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_key_bound_to_models_makes_no_other_one_even_by_default()
    {
        var account = await app.SignUpAsync();
        using var client = app.Client(await app.KeyAsync(new NewKey(account.Id, true, "studio only", "test") { Models = ["studio"] }));

        using var refused = await client.GenerateAsync("""{"type":"image","prompt":"a red kettle"}""");
        var made = await client.MakeAsync("""{"type":"image","prompt":"a red kettle","model":"studio","width":64,"height":64}""");

        await refused.ErrorAsync(HttpStatusCode.Forbidden, "forbidden", "model_not_allowed");
        Assert.Equal("completed", made.Text("status"));
    }

    [Fact]
    public async Task Cancel_after_ends_a_run_at_that_age_and_gives_the_credits_back()
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Test.GenerateAsync("""{"type":"image","prompt":"test:slow"}""", ("Cancel-After", "1s"));

        Assert.Equal("canceled", (await answer.JsonAsync()).Text("status"));
    }
}
