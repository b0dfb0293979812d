using System.Text;
using System.Text.Json;

namespace Pixza.Testing;

/// <summary>Calls that many tests make.</summary>
public static class Calls
{
    /// <summary>A small picture, quickly made.</summary>
    public const string SmallImage = """{"type":"image","prompt":"a red kettle","width":64,"height":64}""";

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>POST /api/v1/generate with the body as it stands.</summary>
    public static Task<HttpResponseMessage> GenerateAsync(this HttpClient client, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generate") { Content = Json(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    /// <returns>The generation.</returns>
    /// <exception cref="InvalidDataException">The answer was an error; the message has it.</exception>
    public static async Task<JsonElement> MakeAsync(this HttpClient client, string body = SmallImage, params (string Name, string Value)[] headers)
    {
        using var answer = await client.GenerateAsync(body, headers);
        return answer.IsSuccessStatusCode
            ? await answer.JsonAsync()
            : throw new InvalidDataException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await answer.JsonAsync();
    }
}
