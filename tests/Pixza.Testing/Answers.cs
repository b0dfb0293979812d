using System.Net;
using System.Text.Json;

namespace Pixza.Testing;

/// <summary>Reads answers of the API.</summary>
public static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Checks that the answer is an error with the whole envelope.</summary>
    /// <exception cref="InvalidDataException">It is not; the message has the answer.</exception>
    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage answer, HttpStatusCode status, string error, string? reason = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != status || answer.Content.Headers.ContentType?.MediaType != "application/json")
            throw new InvalidDataException($"Expected {(int)status} {error}, got {(int)answer.StatusCode} {answer.Content.Headers.ContentType}: {text}");
        var body = await answer.JsonAsync();
        if (body.Text("error") != error || body.Text("reason") != (reason ?? body.Text("reason")) || string.IsNullOrEmpty(body.Text("message"))
            || body.Text("request_id") != answer.Headers.GetValues("X-Request-Id").Single())
            throw new InvalidDataException($"Expected {error} {reason}, got {text}");
        return body;
    }

    /// <returns>The member's text, or null when it is not there or null.</returns>
    public static string? Text(this JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
