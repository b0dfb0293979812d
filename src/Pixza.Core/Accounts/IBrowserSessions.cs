using Microsoft.AspNetCore.Http;

namespace Pixza.Core.Accounts;

/// <summary>Who is signed in with a browser. Implemented by the host; a channel's own pages (a consent, say) ask it.</summary>
public interface IBrowserSessions
{
    /// <returns>Null when nobody is signed in, or the session was ended since.</returns>
    Task<BrowserSession?> ReadAsync(HttpContext context);

    /// <param name="returnUrl">A path of this host, to which the person comes back after signing in.</param>
    string SignInAddress(string returnUrl);
}

/// <param name="Account">The one of <paramref name="Accounts"/> that the person acts for now.</param>
/// <param name="Accounts">Every account that the person may act for.</param>
public sealed record BrowserSession(User User, Membership Account, IReadOnlyList<Membership> Accounts);
