using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pixza.Api.OpenApi;
using Pixza.Core.Models;

namespace Pixza.Api.Docs;

/// <summary>GET /docs: the API reference as one page, rendered once from the same text as /openapi.json.</summary>
public static class DocsPage
{
    public static void MapDocs(this WebApplication app)
    {
        var page = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(Render(app.Services.GetRequiredService<ModelCatalogue>())));
        app.MapMethods("/docs", ["GET", "HEAD"], async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await Requests.JsonAnswer.SendAsync(context.Response, page.Value);
        }).WithMetadata(new Errors.PageMetadata()).ExcludeFromDescription();
    }

    private static string Render(ModelCatalogue models)
    {
        using var reference = JsonDocument.Parse(ReferenceTransformer.Open());
        var root = reference.RootElement;
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Pixza API reference</title><style>").Append(Style).Append("</style></head><body><main>");
        html.Append("<h1>Pixza API</h1><p>").Append(Text(root.GetProperty("info").GetProperty("description"))).Append("</p>");
        html.Append("<h2 id=\"authentication\">Authentication</h2><p>").Append(Text(root.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("description"))).Append("</p><pre>Authorization: Bearer pk_live_YOUR_API_KEY</pre><p>Free: 10 req/min · Pro: 60 req/min · Agency: 300 req/min</p>");
        html.Append("<h2 id=\"endpoints\">Endpoints</h2>");
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                Operation(html, root, path.Name, operation);
        }

        Models(html, models);
        ErrorTable(html, root);
        html.Append("<p>The same as <a href=\"/openapi.json\">OpenAPI 3.1</a>.</p></main></body></html>");
        return html.ToString();
    }

    private static void Operation(StringBuilder html, JsonElement root, string path, JsonProperty operation)
    {
        html.Append("<section id=\"").Append(Text(operation.Value.GetProperty("operationId"))).Append("\"><h3><code>")
            .Append(operation.Name.ToUpperInvariant()).Append(' ').Append(Encode(path)).Append("</code></h3><p>")
            .Append(Text(operation.Value.GetProperty("summary")));
        if (operation.Value.TryGetProperty("description", out var description))
            html.Append(". ").Append(Text(description));
        html.Append("</p>");
        if (operation.Value.TryGetProperty("parameters", out var parameters))
        {
            html.Append("<table><tr><th>Parameter</th><th>In</th><th>Description</th></tr>");
            foreach (var parameter in parameters.EnumerateArray())
                Row(html, $"<code>{Text(parameter.GetProperty("name"))}</code>", Text(parameter.GetProperty("in")), Text(parameter.GetProperty("description")));
            html.Append("</table>");
        }

        if (operation.Value.GetProperty("operationId").GetString() == "createGeneration")
            RequestBody(html, root.GetProperty("components").GetProperty("schemas").GetProperty("GenerateRequest"));
        html.Append("</section>");
    }

    private static void RequestBody(StringBuilder html, JsonElement schema)
    {
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        html.Append("<table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>");
        foreach (var member in schema.GetProperty("properties").EnumerateObject())
            Row(html, $"<code>{Encode(member.Name)}</code>", Text(member.Value.GetProperty("type")), required.Contains(member.Name) ? "Yes" : "No", Text(member.Value.GetProperty("description")));
        html.Append("</table>");
    }

    private static void Models(StringBuilder html, ModelCatalogue models)
    {
        html.Append("<h2 id=\"models\">Models</h2><p>All models are billed in credits. 1 credit ≈ ₹0.10.</p><table><tr><th>Model ID</th><th>Type</th><th>Credits</th><th>Description</th></tr>");
        foreach (var model in models.Models)
            Row(html, $"<code>{Encode(model.Id)}</code>", Encode(model.Type), model.Credits.ToString(System.Globalization.CultureInfo.InvariantCulture), Encode(model.Description));
        html.Append("</table>");
    }

    private static void ErrorTable(StringBuilder html, JsonElement root)
    {
        html.Append("<h2 id=\"errors\">Errors</h2><p>All errors return a JSON body with a message field. No error is billed.</p><table><tr><th>Code</th><th>Meaning</th><th>Example</th></tr>");
        foreach (var response in root.GetProperty("components").GetProperty("responses").EnumerateObject())
        {
            foreach (var example in response.Value.GetProperty("content").GetProperty("application/json").GetProperty("examples").EnumerateObject())
            {
                var error = example.Value.GetProperty("value");
                Row(html, $"<code id=\"error-{Text(error.GetProperty("error"))}\">{Text(error.GetProperty("error"))}</code>", Text(response.Value.GetProperty("description")), Text(error.GetProperty("message")));
            }
        }

        html.Append("</table>");
    }

    private static void Row(StringBuilder html, params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (var cell in cells)
            html.Append("<td>").Append(cell).Append("</td>");
        html.Append("</tr>");
    }

    private static string Text(JsonElement element) => Encode(element.ToString());

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private const string Style =
        "body{font:16px/1.6 system-ui,sans-serif;margin:0;color:#1a1d24;background:#fbfbfd}main{max-width:60rem;margin:auto;padding:2rem 1rem}" +
        "h2{margin-top:3rem}h3{margin-top:2rem}code,pre{font:14px/1.5 ui-monospace,monospace;background:#eef0f5;border-radius:4px;padding:.1em .3em}" +
        "pre{padding:1rem;overflow:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #e2e5ec}" +
        "@media(prefers-color-scheme:dark){body{color:#e8eaf0;background:#14161b}code,pre{background:#22262f}th,td{border-color:#2c313c}a{color:#9db8ff}}";
}
