using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pixza.Api.Requests;
using Pixza.Api.V1;

namespace Pixza.Api.OpenApi;

/// <summary>GET /openapi.json: OpenAPI 3.1, public.</summary>
public static class OpenApiSetup
{
    private const string Name = "v1";

    public static void AddPixzaOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<V1Access>().Any();
            options.AddDocumentTransformer<ReferenceTransformer>();
        });

    public static void MapPixzaOpenApi(this WebApplication app)
    {
        // Routes do not change while the host runs, so the document is made once.
        var document = new Lazy<Task<byte[]>>(() => MakeAsync(app.Services));
        app.MapMethods("/openapi.json", ["GET", "HEAD"], async context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.ContentType = "application/json";
            await JsonAnswer.SendAsync(context.Response, await document.Value);
        }).ExcludeFromDescription();
    }

    private static async Task<byte[]> MakeAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return json.ToArray();
    }
}
