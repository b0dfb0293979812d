using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pixza.Crash.Tests;

/// <summary>Calls the API with the two keys of one account.</summary>
public sealed class Customer(string liveKey, string testKey)
{
    /// <summary>Sends what is to be asked and writes down what came of it.</summary>
    public async Task SendAsync(HttpClient client, Asked asked)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var request = Request(asked);
            using var answer = await client.SendAsync(request);
            asked.Answer = await JsonAsync(answer);
            asked.Status = (int)answer.StatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            asked.Status = null;
        }
        asked.Took = Stopwatch.GetElapsedTime(start);
        if (asked is { Cancels: true, Status: 202, GenerationId: { } id })
            asked.Canceled = await CancelAsync(client, id);
    }

    public async Task<(int Status, JsonElement Answer)> GetAsync(HttpClient client, string path, bool liveMode = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        request.Headers.Authorization = new("Bearer", liveMode ? liveKey : testKey);
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await JsonAsync(answer));
    }

    private async Task<bool> CancelAsync(HttpClient client, string id)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/generate/{id}/cancel");
            request.Headers.Authorization = new("Bearer", liveKey);
            using var answer = await client.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private HttpRequestMessage Request(Asked asked)
    {
        var wish = new Dictionary<string, object> { ["type"] = "image", ["model"] = asked.Model, ["prompt"] = asked.Prompt, ["width"] = 64, ["height"] = 64 };
        if (asked.WebhookUrl is { } url)
            wish["webhook_url"] = url;
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generate") { Content = JsonContent.Create(wish) };
        request.Headers.Authorization = new("Bearer", asked.LiveMode ? liveKey : testKey);
        if (asked.IdempotencyKey is { } key)
            request.Headers.Add("Idempotency-Key", key);
        if (asked.RespondAsync)
            request.Headers.Add("Prefer", "respond-async");
        return request;
    }

    // Every answer is JSON with an object in it; anything else is a failure of the test that asked.
    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(JsonSerializer.Serialize(string.Create(CultureInfo.InvariantCulture, $"not JSON: {body}"))).RootElement;
        }
    }
}
