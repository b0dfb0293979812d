using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pixza.Api.Tests.OpenApi;

/// <summary>Checks a value against a schema of the document, as far as the document's schemas go; members that a schema does not name are errors too.</summary>
public static class Schemas
{
    public static void Check(JsonElement document, JsonElement schema, JsonElement value, string where)
    {
        if (Problem(document, schema, value, where) is { } problem)
            Assert.Fail(problem);
    }

    private static string? Problem(JsonElement document, JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Problem(document, reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)), value, where);
        if (schema.TryGetProperty("oneOf", out var options))
        {
            var problems = options.EnumerateArray().Select(option => Problem(document, option, value, where)).ToArray();
            return problems.Count(problem => problem is null) == 1 ? null : $"{where}: fits {problems.Count(problem => problem is null)} of oneOf ({string.Join("; ", problems)})";
        }

        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1)).Any(name => Is(name.GetString()!, value)))
            return $"{where}: {value} is not of type {type}";
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => one.ToString() == value.ToString()))
            return $"{where}: {value} is none of {allowed}";
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.ToString(), pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
            return $"{where}: {value} does not match {pattern}";
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            return value.EnumerateArray().Select((item, i) => Problem(document, items, item, $"{where}[{i}]")).FirstOrDefault(problem => problem is not null);
        return value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) ? Members(document, schema, properties, value, where) : null;
    }

    private static string? Members(JsonElement document, JsonElement schema, JsonElement properties, JsonElement value, string where)
    {
        if (schema.TryGetProperty("required", out var required) && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
            return $"{where}: {missing} is missing";
        foreach (var member in value.EnumerateObject())
        {
            var problem = properties.TryGetProperty(member.Name, out var schemaOf) ? Problem(document, schemaOf, member.Value, $"{where}.{member.Name}") : $"{where}: {member.Name} is not in the document";
            if (problem is not null)
                return problem;
        }

        return null;
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
