namespace Pixza.Providers;

/// <summary>Where a vendor is reached, and what it gets to see.</summary>
/// <param name="Name">The provider's name; also its HTTP client's.</param>
/// <param name="BaseUrl">The API's address; the key goes to this origin (scheme, host, port) and to <paramref name="ApiHosts"/> alone.</param>
/// <param name="KeyHeader">Such as <c>x-key</c> or <c>Authorization</c>.</param>
/// <param name="KeyValue">The header's whole value, <c>Bearer …</c> say.</param>
/// <param name="ApiHosts">More hosts of the API: a name, <c>.suffix</c> for all names below, or an origin such as <c>http://127.0.0.1:9000</c>. All but origins are https on port 443.</param>
/// <param name="ResultHosts">Hosts from which results are fetched, without the key; written likewise.</param>
public sealed record Vendor(
    string Name, Uri BaseUrl, string KeyHeader, string KeyValue, IReadOnlyList<string> ApiHosts, IReadOnlyList<string> ResultHosts)
{
    /// <summary>For one call to the API. Defaults to 60 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one result, redirects included. Defaults to 120 s.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Of an answer of the API, after decompression; pictures may come inside as base64. Defaults to 64 MB.</summary>
    public int MaxAnswerBytes { get; init; } = 64_000_000;

    /// <summary>Whether the key may go there.</summary>
    public bool IsApi(Uri address) => IsOrigin(address, BaseUrl) || ApiHosts.Any(host => Matches(host, address));

    /// <summary>Whether anything may go there.</summary>
    public bool IsKnown(Uri address) => IsApi(address) || ResultHosts.Any(host => Matches(host, address));

    /// <summary>Leaves the key out: records print themselves.</summary>
    public override string ToString() => $"Vendor {Name} at {BaseUrl}";

    private static bool Matches(string rule, Uri address)
    {
        if (rule.Contains("://", StringComparison.Ordinal))
            return IsOrigin(address, new Uri(rule));
        var host = address.IdnHost;
        var fits = rule.StartsWith('.')
            ? host.Length > rule.Length && host.EndsWith(rule, StringComparison.OrdinalIgnoreCase)
            : host.Equals(rule, StringComparison.OrdinalIgnoreCase);
        return fits && address.Scheme == Uri.UriSchemeHttps && address.Port == 443 && address.UserInfo.Length == 0;
    }

    private static bool IsOrigin(Uri address, Uri origin) =>
        address.Scheme == origin.Scheme && address.Port == origin.Port && address.UserInfo.Length == 0
        && address.IdnHost.Equals(origin.IdnHost, StringComparison.OrdinalIgnoreCase);
}
