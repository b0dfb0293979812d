using System.Net;
using System.Text.RegularExpressions;

namespace Pixza.Api.Tests.Dashboard;

/// <summary>A browser without scripts: keeps cookies, follows no redirect by itself, sends a form with the token of the page seen last.</summary>
public sealed partial class Browser(Uri address)
{
    public const string Password = "correct horse battery";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    public string Email { get; init; } = "";

    public Dictionary<string, string> Cookies { get; } = [];

    public string? Token { get; set; }

    public Task<Page> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Concat(Token is null ? [] : [KeyValuePair.Create("form_token", Token)])),
    });

    public async Task<Page> UploadAsync(string path, byte[] file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("form_token", Token ?? "")))
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file), "image", "picture.png");
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
    }

    /// <summary>Shows a page and sends its form.</summary>
    public async Task<Page> FillAsync(string path, params (string Name, string Value)[] fields)
    {
        await GetAsync(path);
        return await PostAsync(path, fields);
    }

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            using var response = await client.SendAsync(request);
            var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToArray() : [];
            foreach (var cookie in set)
            {
                var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
                if (value.Length == 0)
                    Cookies.Remove(name);
                else
                    Cookies[name] = value;
            }

            var bytes = await response.Content.ReadAsByteArrayAsync();
            var text = response.Content.Headers.ContentType?.MediaType is "text/html" or "text/csv" or "application/json" ? System.Text.Encoding.UTF8.GetString(bytes) : "";
            if (TokenField().Match(text) is { Success: true } match)
                Token = WebUtility.HtmlDecode(match.Groups[1].Value);
            return new Page(response.StatusCode, text, bytes, response.Headers.Location?.OriginalString, set, response);
        }
    }

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

/// <param name="Location">Where a redirect leads.</param>
/// <param name="SetCookies">The cookies set, whole.</param>
public sealed partial record Page(HttpStatusCode Status, string Html, byte[] Bytes, string? Location, string[] SetCookies, HttpResponseMessage Response)
{
    /// <summary>The text that a person sees, without the tags.</summary>
    public string Text => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ");

    public string Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
