using System.Globalization;

namespace Pixza.Api.Requests;

public static class Times
{
    /// <returns>RFC 3339 in UTC with milliseconds.</returns>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
