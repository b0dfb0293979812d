using System.Net;

namespace Pixza.Core.Net;

/// <summary>What the text of a customer's address must be. It decides nothing about names: those are judged when they are dialled.</summary>
internal static class UrlRules
{
    public const int MaxLength = 2048;

    private static readonly UrlCheck s_tooLong = new UrlCheck.Refused("too_long", $"The address is longer than {MaxLength} characters.");
    private static readonly UrlCheck s_notAUrl = new UrlCheck.Refused("not_a_url", "The address is not an absolute URL.");

    public static UrlCheck Check(string? url, NetOptions options)
    {
        if (url is { Length: > MaxLength })
            return s_tooLong;

        // Parsers disagree about these, and where they disagree the check and the dial may see two hosts.
        if (string.IsNullOrEmpty(url) || url.AsSpan().ContainsAnyInRange('\0', ' ') || url.AsSpan().IndexOfAny('\\', '\x7f') >= 0)
            return s_notAUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return s_notAUrl;

        var https = uri.Scheme == Uri.UriSchemeHttps;
        if (!https && (uri.Scheme != Uri.UriSchemeHttp || !options.AllowHttp))
            return new UrlCheck.Refused("scheme_not_allowed", options.AllowHttp ? "The address must begin with https:// or http://." : "The address must begin with https://.");
        if (!url.AsSpan(uri.Scheme.Length).StartsWith("://", StringComparison.Ordinal) || Host(uri) is not { Length: > 0 and <= 253 } host)
            return s_notAUrl;
        if (uri.UserInfo.Length > 0 || Authority(url).Contains('@'))
            return new UrlCheck.Refused("user_info", "The address must not carry a user name or password.");
        if (!options.AllowPrivateAddresses && uri.Port is not (80 or 443))
            return new UrlCheck.Refused("port_not_allowed", "The address must use port 80 or 443.");
        if (IsForbiddenHost(host, options.AllowPrivateAddresses))
            return new UrlCheck.Refused("address_not_allowed", "The address does not lead to the public internet.");

        var normalised = new UriBuilder(uri.Scheme, host, uri.IsDefaultPort ? -1 : uri.Port) { Path = uri.AbsolutePath, Query = uri.Query };
        return normalised.Uri.AbsoluteUri.Length <= MaxLength ? new UrlCheck.Fine(normalised.Uri) : s_tooLong;
    }

    // Uri takes host names that have no form in ASCII, and says so only when it is asked for it.
    private static string? Host(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<char> Authority(string url)
    {
        var rest = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static bool IsForbiddenHost(string host, bool allowPrivate)
    {
        if (IPAddress.TryParse(host, out var address))
            return !AddressRules.MayDial(address, allowPrivate);
        var name = host.AsSpan().TrimEnd('.');
        return !allowPrivate
            && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
    }
}
