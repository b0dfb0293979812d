using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Dashboard.SignIn;

/// <summary>Sign up, sign in, sign out, and going over to another account.</summary>
public static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", ShowSignInAsync);
        pages.MapPost("/sign-in", SignInAsync);
        pages.MapGet("/sign-up", ShowSignUpAsync);
        pages.MapPost("/sign-up", SignUpAsync);
        pages.MapPost("/sign-out", SignOut);
    }

    public static void MapAccountSwitch(this IEndpointRouteBuilder pages) => pages.MapPost("/account", SwitchAsync);

    private static async Task<IResult> ShowSignInAsync(string? returnUrl, HttpContext http, BrowserSessions sessions, IOptions<SignupOptions> options) =>
        await sessions.ReadAsync(http) is not null
            ? Pages.SeeOther(ReturnUrls.Safe(returnUrl))
            : SignInPage(options, returnUrl, "", new FormErrors());

    private static async Task<IResult> SignInAsync(HttpContext http, SignIns signIns, BrowserSessions sessions, IOptions<SignupOptions> options, TimeProvider clock)
    {
        var form = await FormFields.ReadAsync(http);
        var email = form.Text("email");
        var result = await signIns.SignInAsync(email, form.Raw("password"), http.Connection.RemoteIpAddress, http.RequestAborted);
        if (result is SignInResult.SignedIn signedIn)
        {
            sessions.Start(http, signedIn.User, signedIn.AccountId);
            return Pages.SeeOther(ReturnUrls.Safe(form.Raw("returnUrl")));
        }

        var (message, status) = result switch
        {
            SignInResult.Locked locked => ($"Too many wrong passwords. Try again {InMinutes(locked.Until - clock.GetUtcNow())}.", 429),
            SignInResult.TooMany => ("Too many tries from your network. Try again in a few minutes.", 429),
            SignInResult.Busy => ("Many people are signing in at this moment. Try again in a few seconds.", 503),
            _ => ("This e-mail and password do not belong together.", 422),
        };
        return SignInPage(options, form.Raw("returnUrl"), email, new FormErrors().With("", message), status);
    }

    private static async Task<IResult> ShowSignUpAsync(string? returnUrl, string? invite, HttpContext http, BrowserSessions sessions, IOptions<SignupOptions> options) =>
        await sessions.ReadAsync(http) is not null
            ? Pages.SeeOther(ReturnUrls.Safe(returnUrl))
            : SignUpPage(options, returnUrl, "", invite, new FormErrors());

    private static async Task<IResult> SignUpAsync(HttpContext http, AccountService accounts, BrowserSessions sessions, IOptions<SignupOptions> options)
    {
        var form = await FormFields.ReadAsync(http);
        var (email, invite, returnUrl) = (form.Text("email"), form.Optional("invite"), form.Raw("returnUrl"));
        var result = await accounts.SignUpAsync(email, form.Raw("password"), http.Connection.RemoteIpAddress, http.RequestAborted, invite);
        if (result is SignUpResult.SignedUp signedUp)
        {
            sessions.Start(http, signedUp.User, signedUp.AccountId);
            return Pages.SeeOther(ReturnUrls.Safe(returnUrl));
        }

        var (field, message, status) = result switch
        {
            SignUpResult.Invalid invalid => (invalid.Field, invalid.Message, 422),
            SignUpResult.EmailTaken => ("email", "There is an account with this e-mail already. Sign in instead.", 422),
            SignUpResult.Closed => ("", "Sign-up is closed here. Ask the operator for an account.", 403),
            SignUpResult.TooMany => ("", "Too many accounts were made from your network. Try again in an hour.", 429),
            _ => ("", "Many people are signing up at this moment. Try again in a few seconds.", 503),
        };
        return SignUpPage(options, returnUrl, email, invite, new FormErrors().With(field, message), status);
    }

    private static IResult SignOut(HttpContext http, BrowserSessions sessions)
    {
        sessions.End(http);
        return Pages.SeeOther("/");
    }

    private static async Task<IResult> SwitchAsync(HttpContext http, BrowserSessions sessions)
    {
        var form = await FormFields.ReadAsync(http);
        var session = PageFrame.Of(http).Session;
        if (!PublicId.TryParse(PublicId.Account, form.Text("account"), out var id) || session.Accounts.All(account => account.AccountId != id))
            return Pages.NotFound();

        sessions.Continue(http, session.User, id);
        return Pages.SeeOther(ReturnUrls.Default);
    }

    private static IResult SignInPage(IOptions<SignupOptions> options, string? returnUrl, string email, FormErrors errors, int status = 200) =>
        Pages.Show<SignInForm>(new { ReturnUrl = ReturnUrls.Safe(returnUrl), Email = email, Errors = errors, CanSignUp = options.Value.Mode != "closed" }, status);

    private static IResult SignUpPage(IOptions<SignupOptions> options, string? returnUrl, string email, string? invite, FormErrors errors, int status = 200) =>
        Pages.Show<SignUpForm>(
            new { ReturnUrl = ReturnUrls.Safe(returnUrl), Email = email, Invite = invite, Errors = errors, options.Value.Mode, options.Value.Credits }, status);

    private static string InMinutes(TimeSpan time) => Math.Ceiling(time.TotalMinutes) switch
    {
        <= 1 => "in a minute",
        > 90 and var minutes => $"in {Math.Ceiling(minutes / 60)} hours",
        var minutes => $"in {minutes} minutes",
    };
}
