namespace Pixza.Api.Dashboard.Session;

/// <summary>Where a person goes after signing in. Only paths of this host: a link can't send them elsewhere.</summary>
public static class ReturnUrls
{
    public const string Default = "/dashboard";

    private const int MaxLength = 2_000;

    public static string Safe(string? url) => IsLocal(url) ? url! : Default;

    // A browser reads "\" as "/" and drops tabs and line ends, so "/\host" and "/<tab>/host" leave this host.
    private static bool IsLocal(string? url) =>
        url is { Length: > 0 and <= MaxLength } && url[0] == '/' && (url.Length == 1 || url[1] is not '/' and not '\\') &&
        !url.Any(c => char.IsControl(c) || c == '\\') && !url.StartsWith("/dashboard/sign-", StringComparison.OrdinalIgnoreCase);
}
