using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Core.Accounts;

namespace Pixza.Api.Dashboard.Settings;

/// <summary>The account and the person: plan, people, webhook secret, password, sessions, and the shops and sites that are linked.</summary>
public static class SettingsPages
{
    public static void MapSettings(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings", (string? done, HttpContext http, WebhookSecrets secrets, AccountDirectory accounts) =>
            ShowAsync(http, secrets, accounts, new FormErrors(), done));
        pages.MapGet("/settings/webhook-secret", AskAsync);
        pages.MapPost("/settings/webhook-secret", RotateAsync);
        pages.MapPost("/settings/password", ChangePasswordAsync);
        pages.MapPost("/settings/sign-out-everywhere", SignOutEverywhereAsync);
    }

    private static IResult AskAsync(HttpContext http) => MayManage(http)
        ? Pages.Show<ConfirmPage>(new
        {
            Section = "settings",
            Title = "Change the webhook secret?",
            Text = "The new one is shown in the settings. For 24 hours both sign, so that your receivers can change over.",
            Button = "Change it",
            Action = "/dashboard/settings/webhook-secret",
            Back = "/dashboard/settings",
        })
        : Pages.NotFound();

    private static async Task<IResult> RotateAsync(HttpContext http, WebhookSecrets secrets)
    {
        if (!MayManage(http))
            return Pages.NotFound();
        await secrets.RotateAsync(PageFrame.Of(http).AccountId, http.RequestAborted);
        return Pages.SeeOther("/dashboard/settings?done=secret#webhooks");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, SignIns signIns, BrowserSessions sessions, WebhookSecrets secrets, AccountDirectory accounts)
    {
        var form = await FormFields.ReadAsync(http);
        var session = PageFrame.Of(http).Session;
        var (user, field, message) = await signIns.ChangePasswordAsync(
            session.User, form.Raw("present"), form.Raw("wanted"), http.Connection.RemoteIpAddress, http.RequestAborted);
        if (user is null)
            return await ShowAsync(http, secrets, accounts, new FormErrors().With(field ?? "password", message ?? ""), null);

        sessions.Continue(http, user, session.Account.AccountId);
        return Pages.SeeOther("/dashboard/settings?done=password#password");
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext http, SignIns signIns, BrowserSessions sessions)
    {
        await signIns.SignOutEverywhereAsync(PageFrame.Of(http).Session.User.Id, http.RequestAborted);
        sessions.End(http);
        return Pages.SeeOther("/dashboard/sign-in");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, WebhookSecrets secrets, AccountDirectory accounts, FormErrors errors, string? done)
    {
        var frame = PageFrame.Of(http);
        var signing = await secrets.ReadAsync(frame.AccountId, http.RequestAborted);
        return Pages.Show<SettingsPage>(
            new
            {
                frame.Session,
                Account = await accounts.GetAsync(frame.AccountId, http.RequestAborted),
                Members = await accounts.MembersAsync(frame.AccountId, http.RequestAborted),
                Secret = MayManage(http) ? WebhookSecrets.Display(signing[0]) : null,
                HasOldSecret = signing.Count > 1,
                Errors = errors,
                Done = done,
            },
            errors.Any ? 422 : 200);
    }

    private static bool MayManage(HttpContext http) => PageFrame.Of(http).Session.Account.Role is "owner" or "admin";
}
