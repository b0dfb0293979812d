using Microsoft.Extensions.Primitives;

namespace Pixza.Api.Requests;

public static class EntityTags
{
    /// <returns>Whether If-None-Match names the tag (weakly compared, as RFC 9110 asks) or any tag.</returns>
    public static bool Matches(StringValues ifNoneMatch, string etag)
    {
        foreach (var line in ifNoneMatch)
        {
            foreach (var part in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (part == "*" || part == etag || (part.StartsWith("W/", StringComparison.Ordinal) && part.AsSpan(2).SequenceEqual(etag)))
                    return true;
            }
        }

        return false;
    }
}
