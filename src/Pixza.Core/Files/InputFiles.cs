using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Media;
using Pixza.Core.Net;
using Pixza.Core.Providers;
using Pixza.Core.Storage;

namespace Pixza.Core.Files;

/// <summary>
/// Turns what a caller gives as input_image (a URL, a data: URI, the id or address of a file or of an own picture) into a stored,
/// checked file, before any credit is held.
/// </summary>
public sealed class InputFiles(FileStore files, GenerationStore generations, FileAddresses fileAddresses, OutputAddresses outputAddresses, GuardedHttp http)
{
    public const int MaxBytes = 25 * 1_024 * 1_024;
    public const int MaxDataUriBytes = 10 * 1_024 * 1_024;
    public const long MaxPixels = 40_000_000;

    public async Task<InputResult> ResolveAsync(Guid accountId, bool liveMode, string text, CancellationToken cancellationToken)
    {
        if ((PublicId.TryParse(PublicId.File, text, out var named) ? named : fileAddresses.Parse(text)) is { } fileId)
        {
            return await files.FindAsync(accountId, liveMode, fileId, cancellationToken) is { } file
                ? new InputResult.Stored(file)
                : new InputResult.Refused("unreachable", $"There is no file {PublicId.Format(PublicId.File, fileId)} of this account in this mode.");
        }

        if (PublicId.TryParse(PublicId.Generation, text, out var generationId))
            return await FromGenerationAsync(accountId, liveMode, generationId, cancellationToken);
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataUri.TryDecode(text, MaxDataUriBytes, out var decoded, out var problem)
                ? await StoreAsync(accountId, liveMode, decoded, cancellationToken)
                : new InputResult.Refused("invalid", problem);
        }

        // An address of our own is read from the store: no request to ourselves, and it works where private addresses are closed.
        if (outputAddresses.NameOf(text) is { } name && name.StartsWith("gen/", StringComparison.Ordinal))
        {
            return await files.ReadAsync(name, cancellationToken, MaxBytes) is { } own
                ? await StoreAsync(accountId, liveMode, own, cancellationToken)
                : new InputResult.Refused("unreachable", "There is no picture at this address (any more).");
        }

        return http.Check(text) switch
        {
            UrlCheck.Refused refused => new InputResult.Refused("not_allowed", $"input_image can't be used: {refused.Sentence}"),
            UrlCheck.Fine fine => await http.GetBytesAsync(fine.Address, MaxBytes, cancellationToken) switch
            {
                FetchResult.Fetched fetched => await StoreAsync(accountId, liveMode, fetched.Bytes, cancellationToken),
                FetchResult.Refused refused => new InputResult.Refused("unreachable", $"input_image could not be fetched: {refused.Sentence}"),
                var other => throw new NotSupportedException(other.ToString()),
            },
            var other => throw new NotSupportedException(other.ToString()),
        };
    }

    /// <summary>Checks the bytes by their content and stores them.</summary>
    public async Task<InputResult> StoreAsync(Guid accountId, bool liveMode, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > MaxBytes)
            return new InputResult.Refused("too_long", $"The picture has {bytes.Length} bytes; at most {MaxBytes} are allowed.");
        if (MediaSniffer.TypeOf(bytes.Span) is { IsInputImage: false } other)
            return new InputResult.Refused("invalid", $"The input is a {other.Name} file; a png, jpeg or webp picture is needed.");
        if (MediaSniffer.Read(bytes.Span) is not { } media)
            return new InputResult.Refused("invalid", "The input is no readable png, jpeg or webp picture.");
        return media.Pixels is > MaxPixels or <= 0
            ? new InputResult.Refused("out_of_range", $"The picture has {media.Width} × {media.Height} pixels; at most {MaxPixels / 1_000_000} megapixels are allowed.")
            : new InputResult.Stored(await files.StoreAsync(accountId, liveMode, bytes, media, cancellationToken));
    }

    /// <returns>The stored picture for a provider; null when its object is not there.</returns>
    public async Task<ProviderInput?> ReadAsync(Guid fileId, CancellationToken cancellationToken) =>
        await files.FindAsync(fileId, cancellationToken) is { } file && await files.ReadAsync(file.Name, cancellationToken) is { } bytes
            ? new ProviderInput(bytes, file.ContentType, file.Width, file.Height)
            : null;

    private async Task<InputResult> FromGenerationAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken)
    {
        if (await generations.GetAsync(accountId, liveMode, id, cancellationToken) is not { Type: "image", Status: GenerationStatus.Completed } generation
            || await files.ReadAsync(generation.Outputs[0].Name, cancellationToken) is not { } bytes)
        {
            return new InputResult.Refused("unreachable", $"There is no completed image generation {PublicId.Format(PublicId.Generation, id)} of this account in this mode.");
        }

        return await StoreAsync(accountId, liveMode, bytes, cancellationToken);
    }
}

public abstract record InputResult
{
    private InputResult() { }

    public sealed record Stored(StoredFile File) : InputResult;

    /// <param name="Code">unreachable, not_allowed, invalid, too_long or out_of_range.</param>
    /// <param name="Sentence">For the customer.</param>
    public sealed record Refused(string Code, string Sentence) : InputResult;
}
