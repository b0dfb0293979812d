namespace Pixza.Core.Files;

/// <summary>RFC 2397 data: URIs in base64.</summary>
internal static class DataUri
{
    public static bool TryDecode(string text, int maxBytes, out byte[] bytes, out string problem)
    {
        bytes = [];
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !text.AsSpan(0, comma).TrimEnd().EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            problem = "A data: URI is written as data:image/png;base64,….";
            return false;
        }

        var content = text.AsSpan(comma + 1);
        if (content.Length / 4L * 3 > maxBytes + 2)
        {
            problem = $"The data: URI holds more than {maxBytes / 1_024 / 1_024} MB; send a larger picture with POST /api/v1/files.";
            return false;
        }

        var buffer = new byte[(content.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(content, buffer, out var written) || written > maxBytes)
        {
            problem = "The data: URI's content is no base64.";
            return false;
        }

        bytes = buffer[..written];
        problem = "";
        return true;
    }
}
