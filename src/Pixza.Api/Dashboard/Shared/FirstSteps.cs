namespace Pixza.Api.Dashboard.Shared;

/// <summary>The first call, to be pasted.</summary>
public static class FirstSteps
{
    public static string Curl(string host, string key) => $$"""
        curl -X POST {{host}}/api/v1/generate \
          -H "Authorization: Bearer {{key}}" \
          -H "Content-Type: application/json" \
          -d '{"type": "image", "prompt": "A red kettle on a marble table, morning light"}'
        """;
}
