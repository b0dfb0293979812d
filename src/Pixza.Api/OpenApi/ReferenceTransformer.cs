using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Pixza.Api.Hosting;

namespace Pixza.Api.OpenApi;

/// <summary>
/// Puts the written reference (reference.json: parameters, schemas, examples, errors) onto the routes that the host really maps. A route
/// without its text, or a text without its route, stops the document, so the two cannot drift apart.
/// </summary>
public sealed class ReferenceTransformer(IOptions<PixzaOptions> options) : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var reference = await ReadAsync(cancellationToken);
        var mapped = Operations(document);
        var written = Operations(reference);
        if (!mapped.SetEquals(written))
            throw new InvalidOperationException($"Routes and reference.json differ: {string.Join(", ", mapped.Except(written).Concat(written.Except(mapped)))}");

        document.Info = reference.Info;
        document.Servers = [new OpenApiServer { Url = options.Value.PublicUrl.GetLeftPart(UriPartial.Authority) }];
        document.Paths = reference.Paths;
        document.Webhooks = reference.Webhooks;
        document.Components = reference.Components;
        document.Tags = reference.Tags;
        document.Security = reference.Security;
        document.RegisterComponents();
    }

    /// <summary>The written reference, as text.</summary>
    public static Stream Open() => typeof(ReferenceTransformer).Assembly.GetManifestResourceStream("Pixza.Api.OpenApi.reference.json")!;

    private static async Task<OpenApiDocument> ReadAsync(CancellationToken cancellationToken)
    {
        await using var json = Open();
        var result = await OpenApiDocument.LoadAsync(json, OpenApiConstants.Json, null, cancellationToken);
        return result.Document ?? throw new InvalidOperationException($"reference.json cannot be read: {string.Join("; ", result.Diagnostic?.Errors ?? [])}");
    }

    private static HashSet<string> Operations(OpenApiDocument document) =>
        [.. document.Paths.SelectMany(path => (path.Value.Operations ?? []).Select(operation => $"{operation.Key} {path.Key} {operation.Value.OperationId}"))];
}
