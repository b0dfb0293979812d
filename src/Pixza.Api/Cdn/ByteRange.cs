using System.Globalization;

namespace Pixza.Api.Cdn;

/// <summary>One range of bytes, as asked for by the header Range.</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Reads a single range: "bytes=0-99", "bytes=100-" or "bytes=-50". Several ranges and other units are answered in full, as RFC 9110 allows.</summary>
    /// <returns>Null for the whole object.</returns>
    public static ByteRange? Read(string? header, long size, out bool satisfiable)
    {
        satisfiable = true;
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
            return null;
        var spec = header.AsSpan(6).Trim();
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return null;

        var from = spec[..dash].Trim();
        var to = spec[(dash + 1)..].Trim();
        if (from.IsEmpty)
            return Number(to) is { } last ? Suffix(last, size, out satisfiable) : null;
        if (Number(from) is not { } first || (!to.IsEmpty && (Number(to) is not { } stop || stop < first)))
            return null;
        if (first >= size)
        {
            satisfiable = false;
            return null;
        }

        var end = to.IsEmpty ? size - 1 : Math.Min(Number(to)!.Value, size - 1);
        return new ByteRange(first, end - first + 1);
    }

    private static ByteRange? Suffix(long last, long size, out bool satisfiable)
    {
        satisfiable = last > 0 && size > 0;
        if (!satisfiable)
            return null;
        var length = Math.Min(last, size);
        return new ByteRange(size - length, length);
    }

    // More digits than a long has are a number beyond every file.
    private static long? Number(ReadOnlySpan<char> text) =>
        text.IsEmpty || text.ContainsAnyExceptInRange('0', '9') ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
