using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pixza.Api.Requests;
using Pixza.Core.Generations;
using Pixza.Core.Storage;

namespace Pixza.Api.Generations;

/// <summary>Writes server-sent events of one generation.</summary>
public sealed class EventStream(HttpResponse response, GenerationJson json, OutputAddresses addresses)
{
    private const int RetryMilliseconds = 3000;

    // A version may be told in several events, and each has an id of its own that grows.
    private const int IdsOfVersion = 4;
    private static readonly string[] s_order = ["status", "progress", "output", "done"];

    /// <returns>The version that the event told; what changed later has not been heard.</returns>
    public static long VersionOf(long eventId) => eventId / IdsOfVersion;

    public async Task StartAsync()
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";   // proxies hold back what they take for a slow body
        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\n\n"));
        await response.Body.FlushAsync();
    }

    /// <summary>Says what differs: the status, the progress within it, each new output, and at the end <c>done</c> with the whole generation.</summary>
    public async Task ChangedAsync(Generation? before, Generation now, CancellationToken cancellationToken)
    {
        if (before?.Status != now.Status)
            await SendAsync("status", now, Status, cancellationToken);
        if (!now.IsFinal && now.Progress > (before?.Progress ?? 0))
            await SendAsync("progress", now, Progress, cancellationToken);
        if (now.IsFinal)
        {
            if (now.Outputs.Count > 0)
                await SendAsync("output", now, Outputs, cancellationToken);
            await SendAsync("done", now, json.Write, cancellationToken);
        }
    }

    public async Task HeartbeatAsync(CancellationToken cancellationToken)
    {
        await response.WriteAsync(": still here\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task SendAsync(string name, Generation generation, Action<Utf8JsonWriter, Generation> write, CancellationToken cancellationToken)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {(generation.Version * IdsOfVersion) + Array.IndexOf(s_order, name)}\ndata: ");
        response.BodyWriter.Write(Encoding.ASCII.GetBytes(head));
        response.BodyWriter.Write(JsonAnswer.Bytes(generation, write));
        response.BodyWriter.Write("\n\n"u8);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void Status(Utf8JsonWriter writer, Generation generation)
    {
        writer.WriteStartObject();
        writer.WriteString("status", generation.Status);
        writer.WriteEndObject();
    }

    private static void Progress(Utf8JsonWriter writer, Generation generation)
    {
        writer.WriteStartObject();
        writer.WriteNumber("progress", Math.Round(generation.Progress, 3));
        writer.WriteEndObject();
    }

    private void Outputs(Utf8JsonWriter writer, Generation generation)
    {
        writer.WriteStartObject();
        writer.WriteString("output_url", addresses.AddressOf(generation.Outputs[0].Name));
        writer.WriteStartArray("outputs");
        foreach (var output in generation.Outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("url", addresses.AddressOf(output.Name));
            writer.WriteString("content_type", output.ContentType);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
