using System.Globalization;
using Pixza.Api.Errors;

namespace Pixza.Api.Requests;

/// <summary>The header Cancel-After: "30s", "5m" or "1h"; from 1 second to 24 hours.</summary>
public static class CancelAfter
{
    public const string Header = "Cancel-After";

    public static bool TryRead(HttpRequest request, out TimeSpan? after, out ApiError? refusal)
    {
        after = null;
        refusal = null;
        if (!request.Headers.TryGetValue(Header, out var values))
            return true;
        if (values is [{ Length: >= 2 and <= 7 } value]
            && int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Unit(value[^1]) is { } unit
            && unit * number is var span && span >= TimeSpan.FromSeconds(1) && span <= TimeSpan.FromHours(24))
        {
            after = span;
            return true;
        }

        refusal = ApiErrors.InvalidHeader(Header, "must be sent once and be a time such as 30s, 5m or 1h, at most 24h.");
        return false;
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => null,
    };
}
