using System.Globalization;
using Pixza.Api.Errors;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Requests;

/// <summary>Reads query parameters strictly: one that is unknown, repeated or wrong is 422 and named; all at once.</summary>
public sealed class QueryReader
{
    private static readonly string[] s_timeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly IQueryCollection query;
    private readonly List<ParameterError> errors = [];

    public QueryReader(HttpRequest request, params ReadOnlySpan<string> known)
    {
        query = request.Query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
                Fail(name, "unknown", $"There is no query parameter \"{name}\".");
            else if (values.Count > 1)
                Fail(name, "duplicate", $"The query parameter {name} is there twice.");
        }
    }

    /// <summary>The refusal of all that was wrong, or null.</summary>
    public ApiError? Refusal => errors.Count == 0 ? null : ApiErrors.Invalid(errors);

    /// <returns>The refusal for an address with any query parameter at all, for routes that have none.</returns>
    public static ApiError? RefuseAny(HttpRequest request) => request.QueryString.HasValue ? new QueryReader(request).Refusal : null;

    public string? Text(string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count != 1)
            return null;
        var value = values[0];
        if (!string.IsNullOrEmpty(value) && value.Length <= 500 && !value.Contains('\0', StringComparison.Ordinal) && !value.Any(char.IsSurrogate))
            return value;
        Fail(name, "invalid", $"{name} must be a text of 1–500 characters.");
        return null;
    }

    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name) is not { } value || allowed.Contains(value))
            return query.ContainsKey(name) ? query[name].ToString() : null;
        Fail(name, "invalid", $"{name} must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    public int Integer(string name, int otherwise, int min, int max)
    {
        if (Text(name) is not { } value)
            return otherwise;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Fail(name, "out_of_range", $"{name} must be a whole number from {min} to {max}.");
        return otherwise;
    }

    /// <returns>An RFC 3339 time in UTC.</returns>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } value)
            return null;
        if (value.Length > 19 && DateTimeOffset.TryParseExact(value, s_timeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && (value[^1] == 'Z' || value[^6] is '+' or '-'))
            return time.ToUniversalTime();
        Fail(name, "invalid", $"{name} must be a time such as 2026-05-11T12:00:00Z (write + as %2B).");
        return null;
    }

    public Guid? Id(string name, string prefix)
    {
        if (Text(name) is not { } value)
            return null;
        if (PublicId.TryParse(prefix, value, out var id))
            return id;
        Fail(name, "invalid", $"{name} must be an id such as {prefix}_01k….");
        return null;
    }

    public void Fail(string param, string code, string message) => errors.Add(new ParameterError(param, code, message));
}
