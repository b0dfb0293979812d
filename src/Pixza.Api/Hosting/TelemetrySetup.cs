using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Pixza.Api.Hosting;

/// <summary>Subscribes to the meters and activity sources of the framework and our own, and sends them by OTLP; only where Pixza:OtlpEndpoint is set.</summary>
public static class TelemetrySetup
{
    private static readonly string[] s_meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "Pixza",
    ];

    private static readonly string[] s_sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Pixza"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<Uri?>($"{PixzaOptions.Section}:{nameof(PixzaOptions.OtlpEndpoint)}") is { } endpoint)
            builder.Services.AddHostedService(_ => new TelemetryService(endpoint, builder.Environment.ApplicationName));
    }

    private sealed class TelemetryService(Uri endpoint, string service) : IHostedService, IDisposable
    {
        private MeterProvider? meters;
        private TracerProvider? traces;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(service);
            meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(s_meters).AddOtlpExporter(Send).Build();
            traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(s_sources).AddOtlpExporter(Send).Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            meters?.ForceFlush(2000);
            traces?.ForceFlush(2000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            meters?.Dispose();
            traces?.Dispose();
        }

        private void Send(OtlpExporterOptions options) => options.Endpoint = endpoint;
    }
}
