using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;

namespace Pixza.Api.Dashboard.Session;

/// <summary>
/// The cookie of a signed-in browser: encrypted, out of reach of scripts, sent by links from elsewhere but not by their forms. It lives
/// for 14 days after the last visit and 30 after the sign-in.
/// </summary>
public sealed class SessionCookie(IDataProtectionProvider protection, IOptions<PixzaOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromDays(14);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const int Length = (3 * 16) + (2 * 8);
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromDays(1);

    private readonly IDataProtector protector = protection.CreateProtector("Pixza.Dashboard.Session.v1");

    /// <summary><c>__Host-pixza</c> where customers come by https, which binds the cookie to this host; <c>pixza</c> otherwise.</summary>
    public string Name { get; } = CookieNames.For(options.Value, "pixza");

    /// <summary>Starts a session, or goes on with one as another account.</summary>
    public void Write(HttpContext context, SessionTicket ticket)
    {
        var now = clock.GetUtcNow();
        var bytes = new byte[Length];
        ticket.UserId.TryWriteBytes(bytes);
        ticket.SecurityStamp.TryWriteBytes(bytes.AsSpan(16));
        ticket.AccountId.TryWriteBytes(bytes.AsSpan(32));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(48), ticket.SignedInAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(56), now.ToUnixTimeSeconds());
        var left = ticket.SignedInAt + Longest - now;
        context.Response.Cookies.Append(Name, Base64Url.EncodeToString(protector.Protect(bytes)), Cookie(left < Idle ? left : Idle));
    }

    /// <returns>What the cookie says, when it is one of ours and still lives; whether the session still stands is another question.</returns>
    public SessionTicket? Read(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(Name, out var text) || text is not { Length: > 0 and <= 1_000 } || !Base64Url.IsValid(text))
            return null;

        byte[] bytes;
        try
        {
            bytes = protector.Unprotect(Base64Url.DecodeFromChars(text));
        }
        catch (CryptographicException)
        {
            return null;
        }

        if (bytes.Length != Length)
            return null;
        var signedInAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(48)));
        var seenAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(56)));
        var now = clock.GetUtcNow();
        if (now >= seenAt + Idle || now >= signedInAt + Longest)
            return null;

        return new SessionTicket(
            new Guid(bytes.AsSpan(0, 16)), new Guid(bytes.AsSpan(16, 16)), new Guid(bytes.AsSpan(32, 16)), signedInAt, now >= seenAt + s_renewAfter);
    }

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Cookie(null));

    private CookieOptions Cookie(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = CookieNames.IsHttps(options.Value),
    };
}

/// <param name="IsDue">The cookie is a day old and should be written again.</param>
public sealed record SessionTicket(Guid UserId, Guid SecurityStamp, Guid AccountId, DateTimeOffset SignedInAt, bool IsDue = false);

internal static class CookieNames
{
    public static bool IsHttps(PixzaOptions options) => options.PublicUrl.Scheme == Uri.UriSchemeHttps;

    public static string For(PixzaOptions options, string name) => IsHttps(options) ? $"__Host-{name}" : name;
}

/// <summary>
/// A cookie that is always marked Secure. The framework's own setting for that refuses to work where TLS ends at a proxy that is not
/// named as trusted, and would take the pages down with it.
/// </summary>
internal sealed class SecureCookieBuilder : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}
