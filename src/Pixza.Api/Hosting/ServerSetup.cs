using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Pixza.Api.Hosting;

/// <summary>Kestrel: where it listens, what it refuses by itself, whom it believes.</summary>
public static class ServerSetup
{
    /// <summary>No body is larger; each endpoint has its own, smaller limit.</summary>
    public const long MaxBodyBytes = 30_000_000;

    public static void AddServer(this WebApplicationBuilder builder)
    {
        // Nothing is reachable from outside unless somebody says so.
        if (!HasAddress(builder.Configuration))
            builder.WebHost.UseUrls("http://127.0.0.1:8080");

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        // Read plainly: the host asks for it while it is built, before the options are validated all together.
        var shutdown = TimeSpan.FromSeconds(builder.Configuration.GetValue($"{PixzaOptions.Section}:{nameof(PixzaOptions.ShutdownSeconds)}", new PixzaOptions().ShutdownSeconds));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdown);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<PixzaOptions>>(Trust);
    }

    private static bool HasAddress(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]) ||
        !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey]) ||
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<PixzaOptions> options)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        forwarded.ForwardedHeaders = options.Value.TrustedProxies.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in options.Value.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
    }
}
