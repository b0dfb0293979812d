using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;
using Pixza.Core.Storage;

namespace Pixza.Api.Dashboard.Shared;

/// <summary>
/// Security headers of the dashboard's own pages, and of nothing else: a channel's pages have other frames. Scripts and styles come from
/// files of this host only; pictures also from where outputs are kept.
/// </summary>
public sealed class PageHeaders(IOptions<PixzaOptions> host, IOptions<StorageOptions> storage) : IEndpointFilter
{
    private readonly string policy = Policy(host.Value.PublicUrl, storage.Value.PublicUrl);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Write(context.HttpContext.Response.Headers);
        return next(context);
    }

    public void Write(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
    }

    private static string Policy(Uri host, Uri? outputs)
    {
        var media = outputs is null || outputs.GetLeftPart(UriPartial.Authority) == host.GetLeftPart(UriPartial.Authority)
            ? "'self'"
            : $"'self' {outputs.GetLeftPart(UriPartial.Authority)}";
        return $"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src {media} data:; media-src {media}; " +
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
