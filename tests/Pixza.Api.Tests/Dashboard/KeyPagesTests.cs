using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Pixza.Core.Ids;

namespace Pixza.Api.Tests.Dashboard;

[Collection(DashboardTests.Name)]
public sealed partial class KeyPagesTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task A_key_is_shown_once_and_works_until_it_is_revoked()
    {
        var person = await dashboard.SignUpAsync();

        var made = await person.FillAsync("/dashboard/keys", ("name", "Web <shop>"), ("mode", "live"), ("cap", "500"), ("expires", ""));
        var secret = Secret().Match(made.Html).Value;
        var listed = await person.GetAsync("/dashboard/keys");
        using var api = dashboard.App.Client(secret);
        var works = await api.GetAsync("/api/v1/credits");
        var id = KeyId().Match(listed.Html).Groups[1].Value;
        var ask = await person.GetAsync($"/dashboard/keys/{id}/revoke");
        var revoked = await person.PostAsync($"/dashboard/keys/{id}/revoke");
        var watch = Stopwatch.StartNew();
        var refused = await api.GetAsync("/api/v1/credits");
        var after = await person.GetAsync("/dashboard/keys");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Contains("shown this once", made.Text);
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        Assert.DoesNotContain(secret, listed.Html);
        Assert.Contains("Web &lt;shop&gt;", listed.Html);
        Assert.Contains("0 of 500 credits this month", listed.Text);
        Assert.Contains("refused within a second", ask.Text);
        Assert.Equal("/dashboard/keys", revoked.Location);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Contains("No keys yet", after.Text);
    }

    [Fact]
    public async Task A_form_that_makes_no_sense_keeps_what_was_typed()
    {
        var person = await dashboard.SignUpAsync();

        var page = await person.FillAsync("/dashboard/keys", ("name", "My key"), ("mode", "test"), ("cap", "lots"), ("expires", "2001-01-01"));
        var nameless = await person.PostAsync("/dashboard/keys", ("name", " "), ("mode", "live"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("id=\"cap-error\"", page.Html);
        Assert.Contains("id=\"expires-error\"", page.Html);
        Assert.Contains("value=\"My key\"", page.Html);
        Assert.Matches("value=\"test\" checked", page.Html);
        Assert.Contains("id=\"name-error\"", nameless.Html);
    }

    [Fact]
    public async Task Another_accounts_key_is_not_there()
    {
        var owner = await dashboard.SignUpAsync();
        var stranger = await dashboard.SignUpAsync();
        await owner.FillAsync("/dashboard/keys", ("name", "Mine"), ("mode", "live"));
        var id = PublicId.Format(PublicId.Key, await dashboard.App.ScalarAsync<Guid>(
            "select k.id from accounts.keys k where k.account_id = @id", new { id = await dashboard.AccountOfAsync(owner) }));
        await stranger.GetAsync("/dashboard/keys");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/dashboard/keys/{id}/revoke")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/dashboard/keys/{id}/revoke")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync("/dashboard/keys/nonsense/revoke")).Status);
        Assert.Contains("Mine", (await owner.GetAsync("/dashboard/keys")).Text);
    }

    [GeneratedRegex("pk_live_[0-9A-Za-z]{36}")]
    private static partial Regex Secret();

    [GeneratedRegex("/dashboard/keys/(key_[0-9a-z]{26})/revoke")]
    private static partial Regex KeyId();
}
