namespace Pixza.Core.Accounts;

/// <summary>The plans and their requests per minute.</summary>
public static class Plans
{
    public const string Free = "free";
    public const string Pro = "pro";
    public const string Agency = "agency";

    public static IReadOnlyList<string> All { get; } = [Free, Pro, Agency];

    /// <returns>Requests per minute of an account whose operator set nothing else: 10, 60 or 300.</returns>
    public static int RateLimit(string plan) => plan switch
    {
        Agency => 300,
        Pro => 60,
        _ => 10,
    };
}
