using System.Text.RegularExpressions;
using Pixza.Api.Errors;
using Pixza.Core.Storage;

namespace Pixza.Api.Cdn;

/// <summary>GET /cdn/gen/…: finished outputs, public at an address that nobody can guess. Nothing else in the store is reachable here.</summary>
public static partial class CdnEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";

    public static void MapCdn(this IEndpointRouteBuilder endpoints)
    {
        var objects = new Lazy<IObjectStore>(endpoints.ServiceProvider.GetRequiredService<IObjectStore>);
        endpoints.MapMethods("/cdn/{**name}", ["GET", "HEAD"], context => AnswerAsync(context, objects.Value)).ExcludeFromDescription();
    }

    private static async Task AnswerAsync(HttpContext context, IObjectStore objects)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Content-Length, Content-Range, ETag";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (context.Request.RouteValues["name"] is not string name || !PublicName().IsMatch(name)
            || !await ObjectAnswer.TryWriteAsync(context, objects, name, Forever))
            await ApiErrorWriter.WriteAsync(context, ApiErrors.NotFound());
    }

    [GeneratedRegex(@"^gen/[0-9a-z]{26}\.[0-9a-z]{1,5}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PublicName();
}
