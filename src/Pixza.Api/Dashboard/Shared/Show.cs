using System.Globalization;

namespace Pixza.Api.Dashboard.Shared;

/// <summary>How numbers, times and words of the ledger are written on pages.</summary>
public static class Show
{
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <returns>"1 credit", "4 credits".</returns>
    public static string Credits(long value) => value == 1 ? "1 credit" : $"{Number(value)} credits";

    /// <returns>With a sign, a true minus: "+100", "−4", "0".</returns>
    public static string Signed(long value) => value switch
    {
        > 0 => "+" + Number(value),
        < 0 => "−" + Number(-value),
        _ => "0",
    };

    /// <summary>1 credit ≈ ₹0.10.</summary>
    public static string Rupees(long credits) => "₹" + (credits / 10m).ToString("N2", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000 => (bytes / 1_000_000m).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1_000 => (bytes / 1_000m).ToString("0", CultureInfo.InvariantCulture) + " kB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " bytes",
    };

    public static string Type(string type) => type switch
    {
        "image" => "Image",
        "video" => "Video",
        "3d" => "3D model",
        _ => type,
    };

    public static string Door(string? channel) => channel switch
    {
        "api" => "API",
        "dashboard" => "Dashboard",
        "shopify" => "Shopify",
        "wordpress" => "WordPress",
        null => "",
        _ => channel,
    };

    public static string Movement(string kind) => kind switch
    {
        "grant" => "Credits given",
        "purchase" => "Credits bought",
        "refund" => "Refund",
        "expire" => "Lapsed",
        "adjust" => "Correction",
        "transfer" => "Moved between accounts",
        "held" => "Running",
        "captured" => "Generation",
        "released" => "Generation, not charged",
        _ => kind,
    };

    public static string Status(string status) => status switch
    {
        "queued" => "Waiting",
        "processing" => "Working",
        "completed" => "Done",
        "failed" => "Failed",
        "canceled" => "Cancelled",
        _ => status,
    };

    /// <returns>At most <paramref name="length"/> characters, never half a surrogate pair.</returns>
    public static string Short(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
