using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Pixza.Api.Hosting;

namespace Pixza.Api.Tests.Hosting;

/// <summary>The host without its database: what it says of itself, and that nothing it refuses comes without the envelope.</summary>
public class PixzaHostTests
{
    private const string NowhereSetting = "--ConnectionStrings:Pixza=Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none;Timeout=1";

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/health/ready", 503, "unavailable")]
    [InlineData("POST", "/health/live", 405, "method_not_allowed")]
    public async Task A_refusal_of_the_framework_has_the_envelope(string method, string path, int status, string error)
    {
        await using var app = await StartAsync();
        using var client = Client(app);

        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(error, body.RootElement.GetProperty("error").GetString());
        Assert.NotEqual("", body.RootElement.GetProperty("message").GetString());
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), body.RootElement.GetProperty("request_id").GetString());
        Assert.Matches("^req_[0-9a-z]{26}$", body.RootElement.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task The_process_is_alive_without_its_database()
    {
        await using var app = await StartAsync();
        using var client = Client(app);

        var answer = await client.GetStringAsync("/health/live");

        Assert.Equal("""{"status":"ok"}""", answer);
    }

    [Theory]
    [InlineData("job-17/abc", true)]
    [InlineData("two words", false)]
    public async Task A_clients_own_request_id_is_echoed_when_it_is_visible_ASCII(string id, bool echoed)
    {
        await using var app = await StartAsync();
        using var client = Client(app);
        client.DefaultRequestHeaders.Add("X-Client-Request-Id", id);

        using var answer = await client.GetAsync("/health/live");

        Assert.Equal(echoed, answer.Headers.TryGetValues("X-Client-Request-Id", out var values) && values.Single() == id);
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_names_the_ones_that_are()
    {
        await using var app = await StartAsync();
        using var client = Client(app);

        using var answer = await client.DeleteAsync("/health/live");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("--Pixza:PublicUrl=ftp://example.com")]
    [InlineData("--Pixza:PublicUrl=https://example.com/path")]
    [InlineData("--Pixza:TrustedProxies:0=not-an-address")]
    [InlineData("--Pixza:ShutdownSeconds=0")]
    public Task A_wrong_setting_stops_the_start(string setting) =>
        Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () => await StartAsync(setting));

    private static async Task<WebApplication> StartAsync(params string[] settings)
    {
        var app = PixzaHost.Build([NowhereSetting, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", .. settings]);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single()) };
}
