using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Ledger;

namespace Pixza.Api.Tests.Dashboard;

[Collection(DashboardTests.Name)]
public sealed partial class PagesTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task The_start_page_says_what_it_is_and_what_it_costs()
    {
        var page = await new Browser(dashboard.App.Address).GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("1 credit ≈ ₹0.10", page.Text);
        Assert.Matches("veo-3-fast Video Google Veo 3 Fast — text to video 50", page.Text);
        Assert.Contains("href=\"/dashboard/sign-up\"", page.Html);
        Assert.Contains("href=\"/docs\"", page.Html);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard/sign-in")]
    [InlineData("/dashboard/sign-up")]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/playground")]
    [InlineData("/dashboard/generations")]
    [InlineData("/dashboard/keys")]
    [InlineData("/dashboard/statement")]
    [InlineData("/dashboard/settings")]
    [InlineData("/dashboard/nothing")]
    public async Task Every_page_is_closed_to_foreign_scripts_frames_and_styles(string path)
    {
        var person = await dashboard.SignUpAsync();

        var page = path.Contains("sign-", StringComparison.Ordinal) ? await new Browser(dashboard.App.Address).GetAsync(path) : await person.GetAsync(path);

        var policy = page.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.DoesNotMatch("<script(?![^>]* src=)", page.Html);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son[a-z]+=", page.Html);
        Assert.Single(Heading().Matches(page.Html));
    }

    [Fact]
    public async Task The_pages_headers_are_on_the_pages_only()
    {
        using var client = dashboard.App.Client();

        var api = await client.GetAsync("/api/v1/credits");
        var health = await client.GetAsync("/health/live");

        Assert.False(api.Headers.Contains("Content-Security-Policy"));
        Assert.False(api.Headers.Contains("X-Frame-Options"));
        Assert.False(health.Headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public async Task Files_of_the_pages_are_cached_for_ever_under_an_address_of_their_content()
    {
        var browser = new Browser(dashboard.App.Address);
        var page = await browser.GetAsync("/");

        var style = await browser.GetAsync(Style().Match(page.Html).Groups[1].Value);
        var other = await browser.GetAsync("/dashboard/assets/app.css?v=1");
        var missing = await browser.GetAsync("/dashboard/assets/..%2Fapp.css");

        Assert.Contains("immutable", style.Header("Cache-Control"));
        Assert.DoesNotContain("immutable", other.Header("Cache-Control"));
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_a_page()
    {
        var person = await dashboard.SignUpAsync();

        var page = await person.GetAsync("/dashboard/nothing/here");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("Nothing is here", page.Text);
    }

    [Fact]
    public async Task The_statement_pages_and_comes_whole_as_a_table()
    {
        var person = await dashboard.SignUpAsync();
        var accountId = await dashboard.AccountOfAsync(person);
        var ledger = dashboard.App.Host.Services.GetRequiredService<CreditLedger>();
        for (var i = 1; i <= 30; i++)
            await ledger.GrantAsync(new Movement(accountId, i, null, $"gift {i}"), default);

        var first = await person.GetAsync("/dashboard/statement");
        var older = await person.GetAsync(Next().Match(first.Html).Groups[1].Value);
        var csv = await person.GetAsync("/dashboard/statement.csv");
        var foreign = await (await dashboard.SignUpAsync()).GetAsync(Next().Match(first.Html).Groups[1].Value);

        Assert.Contains("gift 30", first.Text);
        Assert.DoesNotContain("gift 5 ", first.Text);
        Assert.Contains("gift 5 ", older.Text);
        Assert.Contains("Credits given to welcome you", older.Text);
        Assert.Equal(32, csv.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
    }

    [Fact]
    public async Task The_webhook_secret_is_shown_and_changed()
    {
        var person = await dashboard.SignUpAsync();
        var before = WebhookSecret().Match((await person.GetAsync("/dashboard/settings")).Html).Value;

        var changed = await person.FillAsync("/dashboard/settings/webhook-secret");
        var after = await person.GetAsync(changed.Location!.Split('#')[0]);

        Assert.StartsWith("whsec_", before, StringComparison.Ordinal);
        Assert.NotEqual(before, WebhookSecret().Match(after.Html).Value);
        Assert.Contains("The one before still signs too", after.Text);
        Assert.Contains("No shop or site is linked.", after.Text);
    }

    [Fact]
    public async Task A_suspended_account_is_told_so_and_makes_nothing()
    {
        var person = await dashboard.SignUpAsync();
        await dashboard.App.Host.Services.GetRequiredService<Core.Accounts.AccountDirectory>().SuspendAsync(await dashboard.AccountOfAsync(person), true, default);

        var page = await person.GetAsync("/dashboard/playground");
        var refused = await person.PostAsync("/dashboard/playground", ("prompt", "x"), ("model", "flux-schnell"));

        Assert.Contains("This account is suspended", page.Text);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task A_large_form_is_refused_as_a_page()
    {
        var person = await dashboard.SignUpAsync();
        await person.GetAsync("/dashboard/keys");

        var page = await person.PostAsync("/dashboard/keys", ("name", new string('x', 200_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
        Assert.Contains("That was too large", page.Text);
    }

    [GeneratedRegex("<h1")]
    private static partial Regex Heading();

    [GeneratedRegex("rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex Style();

    [GeneratedRegex("href=\"([^\"]+cursor=[^\"]+)\"")]
    private static partial Regex Next();

    [GeneratedRegex("whsec_[^<\"]+")]
    private static partial Regex WebhookSecret();
}
