using System.Security.Claims;
using Pixza.Core.Accounts;

namespace Pixza.Api.Dashboard.Session;

/// <summary>Reads the session of a request, once: the cookie, then whether the user still is who signed in, then the account.</summary>
public sealed class BrowserSessions(SessionCookie cookie, SignIns signIns, TimeProvider clock) : IBrowserSessions
{
    public async Task<BrowserSession?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<Read>() is { } before)
            return before.Session;

        var session = await FindAsync(context);
        context.Features.Set(new Read(session));
        if (session is not null)
            context.User = Principal(session.User);
        return session;
    }

    public string SignInAddress(string returnUrl) => $"/dashboard/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>Signs in: whatever session the browser had is replaced.</summary>
    public void Start(HttpContext context, User user, Guid accountId) =>
        cookie.Write(context, new SessionTicket(user.Id, user.SecurityStamp, accountId, clock.GetUtcNow()));

    /// <summary>Goes on as another account, or with another stamp after the password was changed; the session gets no longer by it.</summary>
    public void Continue(HttpContext context, User user, Guid accountId)
    {
        var signedInAt = cookie.Read(context)?.SignedInAt ?? clock.GetUtcNow();
        cookie.Write(context, new SessionTicket(user.Id, user.SecurityStamp, accountId, signedInAt));
    }

    public void End(HttpContext context) => cookie.Clear(context);

    private async Task<BrowserSession?> FindAsync(HttpContext context)
    {
        if (cookie.Read(context) is not { } ticket)
            return null;
        if (await signIns.FindSessionAsync(ticket.UserId, ticket.SecurityStamp, context.RequestAborted) is not { Accounts.Count: > 0 } found)
        {
            cookie.Clear(context);
            return null;
        }

        var account = found.Accounts.FirstOrDefault(account => account.AccountId == ticket.AccountId) ?? found.Accounts[0];
        if (ticket.IsDue)
            cookie.Write(context, ticket with { AccountId = account.AccountId });
        return new BrowserSession(found.User, account, found.Accounts);
    }

    // Form tokens are bound to it, so that one from before a sign-in is worth nothing after it.
    private static ClaimsPrincipal Principal(User user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id.ToString())], "Pixza"));

    private sealed record Read(BrowserSession? Session);
}
