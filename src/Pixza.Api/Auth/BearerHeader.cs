using Microsoft.Extensions.Primitives;

namespace Pixza.Api.Auth;

/// <summary>Reads the key out of the Authorization header.</summary>
public static class BearerHeader
{
    private const string Scheme = "Bearer";

    /// <returns>What stands behind "Bearer" (any case); empty where there is no such header.</returns>
    public static ReadOnlySpan<char> Key(StringValues authorization)
    {
        if (authorization.Count != 1 || authorization[0] is not { } value)
            return [];
        var text = value.AsSpan().Trim(' ');
        return text.Length > Scheme.Length && text[Scheme.Length] == ' ' && text[..Scheme.Length].Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            ? text[(Scheme.Length + 1)..].Trim(' ')
            : [];
    }

    /// <returns>The name of the query parameter that carries a key, or null. Addresses end up in logs, so a key in one is refused.</returns>
    public static string? KeyInQuery(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
            return null;
        foreach (var (name, values) in request.Query)
        {
            if (name is "api_key" or "apikey" or "access_token" or "authorization")
                return name;
            foreach (var value in values)
            {
                if (value is not null && (value.StartsWith("pk_live_", StringComparison.Ordinal) || value.StartsWith("pk_test_", StringComparison.Ordinal)))
                    return name;
            }
        }

        return null;
    }
}
