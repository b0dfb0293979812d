using System.Security.Cryptography;
using Microsoft.AspNetCore.Routing;

namespace Pixza.Api.Dashboard.Assets;

/// <summary>The dashboard's style sheet, script and icon: inside the assembly, at addresses that change with their content, cached for ever.</summary>
public static class AssetFiles
{
    private const string Prefix = "/dashboard/assets/";

    private static readonly Dictionary<string, (byte[] Bytes, string ContentType, string Version)> s_files = new(StringComparer.Ordinal)
    {
        ["app.css"] = Read("app.css", "text/css; charset=utf-8"),
        ["app.js"] = Read("app.js", "text/javascript; charset=utf-8"),
        ["icon.svg"] = Read("icon.svg", "image/svg+xml"),
    };

    public static string Url(string name) => $"{Prefix}{name}?v={s_files[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Prefix + "{name}", Get);
        endpoints.MapGet("/favicon.ico", context => Get("icon.svg", context).ExecuteAsync(context));
    }

    private static IResult Get(string name, HttpContext context)
    {
        if (!s_files.TryGetValue(name, out var file))
            return Results.NotFound();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = context.Request.Query["v"] == file.Version ? "public, max-age=31536000, immutable" : "public, max-age=300";
        return Results.Bytes(file.Bytes, file.ContentType);
    }

    private static (byte[] Bytes, string ContentType, string Version) Read(string name, string contentType)
    {
        using var stream = typeof(AssetFiles).Assembly.GetManifestResourceStream($"Pixza.Api.Dashboard.Assets.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, contentType, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}
