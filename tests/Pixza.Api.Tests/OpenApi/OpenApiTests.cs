using System.Net;
using System.Text.Json;
using Pixza.Testing;
using Pixza.Testing.Node;

namespace Pixza.Api.Tests.OpenApi;

public sealed class OpenApiTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task The_document_is_public_and_is_OpenAPI_3_1_of_every_route()
    {
        using var client = app.Client();

        using var answer = await client.GetAsync("/openapi.json");

        var document = await answer.JsonAsync();
        var ids = Operations(document).Select(operation => operation.Operation.Text("operationId")).ToArray();
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        Assert.Equal(app.Address.ToString().TrimEnd('/'), document.GetProperty("servers")[0].Text("url"));
        Assert.Equal(12, ids.Length);
        Assert.Distinct(ids);
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").Text("type"));
        Assert.Equal("generationEnded", document.GetProperty("webhooks").GetProperty("generation.ended").GetProperty("post").Text("operationId"));
    }

    [Fact]
    public async Task A_linter_finds_nothing_wrong_with_it()
    {
        using var client = app.Client();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("openapi.json"), await client.GetStringAsync("/openapi.json"));

        using var lint = await NodeTools.StartAsync("node_modules/@redocly/cli/bin/cli.js", "lint", folder.PathOf("openapi.json"), "--format=stylish");
        lint.StandardInput.Close();
        var errors = lint.StandardError.ReadToEndAsync();
        var output = await lint.StandardOutput.ReadToEndAsync();
        await lint.WaitForExitAsync();

        Assert.True(lint.ExitCode == 0, output + await errors);
    }

    [Fact]
    public async Task Every_example_of_a_request_is_answered_as_the_document_says()
    {
        var account = await app.SignUpAsync(credits: 1000);
        var document = await account.Live.GetJsonAsync("/openapi.json");
        var create = document.GetProperty("paths").GetProperty("/api/v1/generate").GetProperty("post");
        foreach (var example in create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples").EnumerateObject())
        {
            using var answer = await account.Test.GenerateAsync(example.Value.GetProperty("value").GetRawText());
            var response = create.GetProperty("responses").GetProperty(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            var body = await answer.JsonAsync();
            Schemas.Check(document, Schema(response), body, example.Name);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                await account.Test.PostAsync($"/api/v1/generate/{body.Text("id")}/cancel", null);   // a film keeps the renderer busy for long
        }

        foreach (var path in new[] { "/api/v1/generations", "/api/v1/models", "/api/v1/credits", "/api/v1/credits/entries" })
        {
            var response = document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200");
            Schemas.Check(document, Schema(response), await account.Test.GetJsonAsync(path), path);
            Schemas.Check(document, Schema(response), await account.Live.GetJsonAsync(path), path);
        }
    }

    [Fact]
    public async Task Every_example_of_an_answer_fits_its_schema()
    {
        using var client = app.Client();
        var document = await client.GetJsonAsync("/openapi.json");

        var checkedExamples = 0;
        foreach (var (where, response) in Operations(document).SelectMany(operation => operation.Operation.GetProperty("responses").EnumerateObject().Select(response => ($"{operation.Path} {response.Name}", response.Value)))
            .Concat(document.GetProperty("components").GetProperty("responses").EnumerateObject().Select(response => (response.Name, response.Value))))
        {
            if (!response.TryGetProperty("content", out var content) || !content.TryGetProperty("application/json", out var json))
                continue;
            var examples = json.TryGetProperty("examples", out var several) ? several.EnumerateObject().Select(example => example.Value.GetProperty("value")) : json.TryGetProperty("example", out var one) ? [one] : [];
            foreach (var example in examples)
            {
                Schemas.Check(document, json.GetProperty("schema"), example, where);
                checkedExamples++;
            }
        }

        Assert.InRange(checkedExamples, 25, 200);
    }

    [Fact]
    public async Task The_reference_page_names_every_route_model_and_error()
    {
        using var client = app.Client();

        using var answer = await client.GetAsync("/docs");

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        foreach (var words in new[] { "POST /api/v1/generate", "GET /api/v1/credits", "flux-schnell", "Fastest image generation — 4 steps", "insufficient_credits", "Missing or invalid API key", "webhook_url" })
            Assert.Contains(words, page, StringComparison.Ordinal);
    }

    private static JsonElement Schema(JsonElement response) => response.GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static IEnumerable<(string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)));
}
