using System.Globalization;
using Pixza.Api.Errors;

namespace Pixza.Api.Requests;

/// <summary>The header Prefer (RFC 7240), as far as it is understood here: respond-async and wait.</summary>
/// <param name="RespondAsync">202 at once.</param>
/// <param name="WaitSeconds">How long to wait for the end, 1–50; null where nothing was said.</param>
public readonly record struct Preferences(bool RespondAsync, int? WaitSeconds)
{
    public const int MaxWaitSeconds = 50;
    private const int BareWaitSeconds = 30;

    /// <summary>What the answer says about it in Preference-Applied; null for nothing.</summary>
    public string? Applied => WaitSeconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"wait={seconds}")
        : RespondAsync ? "respond-async" : null;

    /// <summary>Preferences that are not understood are ignored, as the standard asks; a wait that cannot be met is refused.</summary>
    public static bool TryRead(HttpRequest request, out Preferences preferences, out ApiError? refusal)
    {
        var respondAsync = false;
        int? wait = null;
        preferences = default;
        refusal = null;
        foreach (var line in request.Headers["Prefer"])
        {
            foreach (var part in (line ?? "").Split(','))
            {
                var preference = part.Split(';')[0].Trim();
                if (preference.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
                    respondAsync = true;
                else if (preference.Equals("wait", StringComparison.OrdinalIgnoreCase))
                    wait ??= BareWaitSeconds;
                else if (preference.Split('=', 2) is [var name, var value] && name.TrimEnd().Equals("wait", StringComparison.OrdinalIgnoreCase))
                {
                    if (!int.TryParse(value.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MaxWaitSeconds)
                    {
                        refusal = ApiErrors.InvalidHeader("Prefer", $"has a wait that is not a whole number of seconds from 1 to {MaxWaitSeconds}.");
                        return false;
                    }

                    wait ??= seconds;
                }
            }
        }

        preferences = new Preferences(respondAsync, wait);
        return true;
    }
}
