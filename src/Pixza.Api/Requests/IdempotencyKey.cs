using Pixza.Api.Errors;

namespace Pixza.Api.Requests;

/// <summary>The header Idempotency-Key: plain or as a quoted string, both one key; 1–255 visible ASCII characters.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <returns><see langword="false"/> with the refusal when the header is there and wrong; the key is null when it is not there.</returns>
    public static bool TryRead(HttpRequest request, out string? key, out ApiError? refusal)
    {
        key = null;
        refusal = null;
        if (!request.Headers.TryGetValue(Header, out var values))
            return true;
        if (values is not [{ } value])
        {
            refusal = ApiErrors.InvalidHeader(Header, "must be sent once.");
            return false;
        }

        var text = value.Trim(' ', '\t');
        key = text is ['"', .. var quoted, '"'] ? Unescape(quoted) : text;
        if (key is { Length: > 0 and <= 255 } && key.All(c => c is > ' ' and <= '~'))
            return true;
        key = null;
        refusal = ApiErrors.InvalidHeader(Header, "must be 1–255 visible ASCII characters.");
        return false;
    }

    // A structured-field string escapes its quotes and backslashes, and nothing else.
    private static string? Unescape(string quoted)
    {
        if (quoted.AsSpan().IndexOfAny('\\', '"') < 0)
            return quoted;
        var text = new System.Text.StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '"' || (quoted[i] == '\\' && (++i == quoted.Length || quoted[i] is not ('"' or '\\'))))
                return null;
            text.Append(quoted[i]);
        }

        return text.ToString();
    }
}
