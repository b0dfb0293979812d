using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Accounts;

namespace Pixza.Api.Tests.Dashboard;

[Collection(DashboardTests.Name)]
public sealed class SignInTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task A_sign_up_opens_the_account_area_with_a_hundred_credits()
    {
        var browser = new Browser(dashboard.App.Address);

        var page = await browser.GetAsync("/dashboard/sign-up");
        var answer = await browser.PostAsync("/dashboard/sign-up", ("email", "First.One@Example.com"), ("password", Browser.Password));
        var overview = await browser.GetAsync("/dashboard");

        Assert.Contains("100 credits to begin with", page.Text);
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard"), (answer.Status, answer.Location));
        var cookie = Assert.Single(answer.SetCookies, cookie => cookie.StartsWith("pixza=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=1209600", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("100 credits", overview.Text);
        Assert.Contains("first.one@example.com", overview.Text);
        Assert.Contains("no-store", overview.Header("Cache-Control"));
    }

    [Fact]
    public async Task Errors_stand_next_to_their_fields()
    {
        var browser = new Browser(dashboard.App.Address);
        await browser.GetAsync("/dashboard/sign-up");

        var shortPassword = await browser.PostAsync("/dashboard/sign-up", ("email", "new@example.com"), ("password", "short"));
        var noAddress = await browser.PostAsync("/dashboard/sign-up", ("email", "\"><script>alert(1)</script>"), ("password", Browser.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, shortPassword.Status);
        Assert.Contains("id=\"password-error\">Use at least 10 characters.", shortPassword.Html);
        Assert.Contains("aria-describedby=\"password-hint password-error\"", shortPassword.Html);
        Assert.Contains("value=\"new@example.com\"", shortPassword.Html);
        Assert.Contains("id=\"email-error\"", noAddress.Html);
        Assert.DoesNotContain("<script>alert", noAddress.Html);
    }

    [Fact]
    public async Task One_e_mail_signs_up_once_however_many_ask_at_once()
    {
        var browsers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var browser = new Browser(dashboard.App.Address);
            await browser.GetAsync("/dashboard/sign-up");
            return browser;
        }));

        var answers = await Task.WhenAll(browsers.Select(browser =>
            browser.PostAsync("/dashboard/sign-up", ("email", "parallel@example.com"), ("password", Browser.Password))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.SeeOther);
        Assert.Equal(5, answers.Count(answer => answer.Text.Contains("There is an account with this e-mail already", StringComparison.Ordinal)));
        Assert.Equal(1, await dashboard.App.ScalarAsync<long>("select count(*) from accounts.accounts where name = 'parallel@example.com'"));
        Assert.Equal(100, await dashboard.App.ScalarAsync<long>(
            "select sum(t.amount) from ledger.transfers t join accounts.accounts a on a.id = t.account_id where a.name = 'parallel@example.com'"));
    }

    [Fact]
    public async Task Sign_in_leads_back_to_where_it_was_asked_for_and_sign_out_ends_it()
    {
        var person = await dashboard.SignUpAsync();
        var browser = new Browser(dashboard.App.Address);

        var refused = await browser.GetAsync("/dashboard/keys?x=1");
        await browser.GetAsync(refused.Location!);
        var wrong = await browser.PostAsync("/dashboard/sign-in", ("email", person.Email), ("password", "not the password"));
        var right = await browser.PostAsync("/dashboard/sign-in", ("email", person.Email), ("password", Browser.Password), ("returnUrl", "/dashboard/keys?x=1"));
        var keys = await browser.GetAsync(right.Location!);
        var signedOut = await browser.PostAsync("/dashboard/sign-out");
        var after = await browser.GetAsync("/dashboard/keys");

        Assert.Equal("/dashboard/sign-in?returnUrl=%2Fdashboard%2Fkeys%3Fx%3D1", refused.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("do not belong together", wrong.Text);
        Assert.Equal("/dashboard/keys?x=1", right.Location);
        Assert.Equal(HttpStatusCode.OK, keys.Status);
        Assert.Equal("/", signedOut.Location);
        Assert.StartsWith("/dashboard/sign-in", after.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task A_link_cannot_send_a_person_elsewhere_after_signing_in(string returnUrl)
    {
        var person = await dashboard.SignUpAsync();

        var answer = await person.GetAsync($"/dashboard/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/dashboard", answer.Location);
    }

    [Theory]
    [InlineData("/dashboard/sign-up")]
    [InlineData("/dashboard/sign-in")]
    [InlineData("/dashboard/sign-out")]
    [InlineData("/dashboard/account")]
    [InlineData("/dashboard/keys")]
    [InlineData("/dashboard/keys/key_00000000000000000000000000/revoke")]
    [InlineData("/dashboard/playground")]
    [InlineData("/dashboard/generations/gen_00000000000000000000000000/delete")]
    [InlineData("/dashboard/generations/gen_00000000000000000000000000/cancel")]
    [InlineData("/dashboard/settings/password")]
    [InlineData("/dashboard/settings/webhook-secret")]
    [InlineData("/dashboard/settings/sign-out-everywhere")]
    public async Task A_form_that_no_page_of_ours_sends_is_refused(string path)
    {
        var person = await dashboard.SignUpAsync();
        await person.GetAsync("/dashboard");
        person.Token = null;

        var without = await person.PostAsync(path, ("email", "x@example.com"), ("name", "x"));
        person.Token = "CfDJ8forged";
        var forged = await person.PostAsync(path, ("email", "x@example.com"), ("name", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, without.Status);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Contains("This form has expired", without.Text);
    }

    [Fact]
    public async Task A_token_is_worth_nothing_to_another_person_or_after_signing_in()
    {
        var one = await dashboard.SignUpAsync();
        var other = await dashboard.SignUpAsync();
        await one.GetAsync("/dashboard/keys");
        await other.GetAsync("/dashboard/keys");
        var anonymous = new Browser(dashboard.App.Address);
        await anonymous.GetAsync("/dashboard/sign-in");
        var before = anonymous.Token;
        await anonymous.PostAsync("/dashboard/sign-in", ("email", one.Email), ("password", Browser.Password));
        (one.Cookies["pixza-form"], one.Token) = (other.Cookies["pixza-form"], other.Token);
        anonymous.Token = before;

        var stolen = await one.PostAsync("/dashboard/keys", ("name", "x"));
        var stale = await anonymous.PostAsync("/dashboard/keys", ("name", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, stolen.Status);
        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
    }

    [Fact]
    public async Task A_planted_session_is_replaced_at_sign_in()
    {
        var person = await dashboard.SignUpAsync();
        var browser = new Browser(dashboard.App.Address);
        browser.Cookies["pixza"] = "planted-by-somebody-else";
        await browser.GetAsync("/dashboard/sign-in");

        var answer = await browser.PostAsync("/dashboard/sign-in", ("email", person.Email), ("password", Browser.Password));
        var planted = new Browser(dashboard.App.Address);
        planted.Cookies["pixza"] = "planted-by-somebody-else";

        Assert.Single(answer.SetCookies, cookie => cookie.StartsWith("pixza=", StringComparison.Ordinal));
        Assert.NotEqual("planted-by-somebody-else", browser.Cookies["pixza"]);
        Assert.NotEqual(person.Cookies["pixza"], browser.Cookies["pixza"]);
        Assert.Equal(HttpStatusCode.SeeOther, (await planted.GetAsync("/dashboard")).Status);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_person_out_and_say_for_how_long()
    {
        var person = await dashboard.SignUpAsync();
        var browser = new Browser(dashboard.App.Address);
        await browser.GetAsync("/dashboard/sign-in");
        for (var i = 0; i < 5; i++)
            await browser.PostAsync("/dashboard/sign-in", ("email", person.Email), ("password", "not the password"));

        var locked = await browser.PostAsync("/dashboard/sign-in", ("email", person.Email), ("password", Browser.Password));

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.Status);
        Assert.Contains("Too many wrong passwords. Try again in 15 minutes.", locked.Text);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_browser_and_not_this_one()
    {
        var here = await dashboard.SignUpAsync();
        var there = new Browser(dashboard.App.Address);
        await there.FillAsync("/dashboard/sign-in", ("email", here.Email), ("password", Browser.Password));
        await here.GetAsync("/dashboard/settings");

        var wrong = await here.PostAsync("/dashboard/settings/password", ("present", "not the password"), ("wanted", "another horse battery"));
        var right = await here.PostAsync("/dashboard/settings/password", ("present", Browser.Password), ("wanted", "another horse battery"));

        Assert.Contains("This is not your present password.", wrong.Text);
        Assert.Equal(HttpStatusCode.SeeOther, right.Status);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/dashboard")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await there.GetAsync("/dashboard")).Status);
    }

    [Fact]
    public async Task Every_session_can_be_ended_at_once()
    {
        var here = await dashboard.SignUpAsync();
        var stolen = new Browser(dashboard.App.Address);
        stolen.Cookies["pixza"] = here.Cookies["pixza"];
        await here.GetAsync("/dashboard/settings");

        await here.PostAsync("/dashboard/settings/sign-out-everywhere");

        Assert.Equal(HttpStatusCode.SeeOther, (await stolen.GetAsync("/dashboard")).Status);
    }

    [Fact]
    public async Task A_session_of_one_node_is_good_on_another_also_behind_tls()
    {
        await using var node = await dashboard.App.StartNodeAsync(null, "--Pixza:PublicUrl=https://pixza.test", "--Signup:PerHourPerAddress=1000");
        var person = await dashboard.SignUpAsync();
        var other = new Browser(node.Address);
        other.Cookies["__Host-pixza"] = person.Cookies["pixza"];

        var overview = await other.GetAsync("/dashboard");
        var signUp = new Browser(node.Address);
        await signUp.GetAsync("/dashboard/sign-up");
        var answer = await signUp.PostAsync("/dashboard/sign-up", ("email", "tls@example.com"), ("password", Browser.Password));

        Assert.Contains(person.Email, overview.Text);
        Assert.Contains("secure", Assert.Single(overview.SetCookies, cookie => cookie.StartsWith("__Host-pixza-form=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", Assert.Single(answer.SetCookies, cookie => cookie.StartsWith("__Host-pixza=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_member_of_several_accounts_goes_from_one_to_the_other()
    {
        var owner = await dashboard.SignUpAsync();
        var guest = await dashboard.SignUpAsync();
        var accountId = await dashboard.AccountOfAsync(owner);
        await guest.GetAsync("/dashboard");
        var stranger = await guest.PostAsync("/dashboard/account", ("account", Core.Ids.PublicId.Format("acct", accountId)));
        await dashboard.App.ExecuteAsync(
            "insert into accounts.members (account_id, user_id, role, created_at) select @accountId, id, 'member', now() from accounts.users where email = @Email",
            new { accountId, guest.Email });
        await guest.GetAsync("/dashboard");

        var moved = await guest.PostAsync("/dashboard/account", ("account", Core.Ids.PublicId.Format("acct", accountId)));
        var settings = await guest.GetAsync("/dashboard/settings");

        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(HttpStatusCode.SeeOther, moved.Status);
        Assert.Contains($"Name {owner.Email}", settings.Text);
        Assert.Contains("Owners and admins of the account see it.", settings.Text);
        Assert.DoesNotContain("whsec_", settings.Html);
    }

    [Fact]
    public async Task A_closed_house_says_so()
    {
        await using var node = await dashboard.App.StartNodeAsync(null, "--Signup:Mode=closed");
        var browser = new Browser(node.Address);

        var page = await browser.GetAsync("/dashboard/sign-up");
        await browser.GetAsync("/dashboard/sign-in");
        var answer = await browser.PostAsync("/dashboard/sign-up", ("email", "x@example.com"), ("password", Browser.Password));

        Assert.Contains("Sign-up is closed", page.Text);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task A_channel_can_ask_who_is_signed_in()
    {
        var person = await dashboard.SignUpAsync();
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = dashboard.App.Host.Services };
        context.Request.Headers.Cookie = $"pixza={person.Cookies["pixza"]}";
        var sessions = dashboard.App.Host.Services.GetRequiredService<IBrowserSessions>();

        var session = await sessions.ReadAsync(context);

        Assert.Equal(person.Email, session?.User.Email);
        Assert.Equal(await dashboard.AccountOfAsync(person), session?.Account.AccountId);
        Assert.Equal("/dashboard/sign-in?returnUrl=%2Fwordpress%2Fconnect%3Fsite%3D1", sessions.SignInAddress("/wordpress/connect?site=1"));
    }
}
