using System.Security.Cryptography;
using Pixza.Core.Media;
using Pixza.Core.Net;
using Pixza.Core.Providers;
using Pixza.Core.Storage;

namespace Pixza.Core.Generations.Running;

/// <summary>Fetches a provider's output once, checks it by its content, and stores it unmodified under the attempt's own name.</summary>
public sealed class OutputKeeper(IObjectStore objects, GuardedHttp http)
{
    private const int MaxBytes = 256 * 1_024 * 1_024;

    private static readonly string[] Extensions = ["jpg", "png", "webp", "mp4", "webm", "glb"];

    /// <returns>What was stored, durable; null when the output is missing or not of the generation's type.</returns>
    public async Task<IReadOnlyList<GenerationOutput>?> StoreAsync(
        Generation generation, string token, IReadOnlyList<ProviderOutput> outputs, CancellationToken cancellationToken)
    {
        if (outputs.Count == 0 || await BytesAsync(outputs[0], cancellationToken) is not { } bytes || Describe(generation.Type, bytes) is not { } media)
            return null;

        var name = $"gen/{token}.{media.Type.Extension}";
        await objects.PutAsync(name, bytes, media.Type.ContentType, CancellationToken.None);
        return [Output(name, bytes, media, outputs[0].DurationSeconds)];
    }

    /// <summary>Finds an output that was stored by a process that did not live to capture it.</summary>
    public async Task<GenerationOutput?> FindAsync(Generation generation, string token, CancellationToken cancellationToken)
    {
        foreach (var extension in Extensions)
        {
            var name = $"gen/{token}.{extension}";
            if (await objects.StatAsync(name, cancellationToken) is null || await objects.OpenAsync(name, 0, null, cancellationToken) is not { } stream)
                continue;
            await using (stream)
            {
                using var buffer = new MemoryStream();
                await stream.CopyToAsync(buffer, cancellationToken);
                var bytes = buffer.ToArray();
                if (Describe(generation.Type, bytes) is { } media)
                    return Output(name, bytes, media, null);
            }
        }

        return null;
    }

    /// <summary>Removes what nobody will be given, best effort.</summary>
    public async Task RemoveAsync(IReadOnlyList<GenerationOutput> outputs)
    {
        foreach (var output in outputs)
            await objects.DeleteAsync(output.Name, CancellationToken.None);
    }

    private async Task<ReadOnlyMemory<byte>?> BytesAsync(ProviderOutput output, CancellationToken cancellationToken) => output.Url is null
        ? output.Bytes
        : await http.GetBytesAsync(output.Url, MaxBytes, cancellationToken) is FetchResult.Fetched fetched ? fetched.Bytes : null;

    private static MediaInfo? Describe(string type, ReadOnlyMemory<byte> bytes) =>
        MediaSniffer.Read(bytes.Span) is { } media && media.Type.Family == type && (type != "image" || media.Type.IsInputImage) ? media : null;

    private static GenerationOutput Output(string name, ReadOnlyMemory<byte> bytes, MediaInfo media, double? durationSeconds) => new(
        name, media.Type.ContentType, media.Width > 0 ? media.ShownWidth : null, media.Height > 0 ? media.ShownHeight : null, bytes.Length,
        Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), durationSeconds ?? media.DurationSeconds);
}
