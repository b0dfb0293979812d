using Pixza.Core.Providers;
using Pixza.Studio.Media;

namespace Pixza.Studio.Video;

/// <summary>Makes a generation's film: of a turning subject from words, or of a camera that moves over an input picture.</summary>
internal sealed class VideoMaker(PictureReader reader, VideoWriter writer)
{
    public const int FramesPerSecond = 24;
    private const double UsualSeconds = 4;
    private const int LongestSide = 1920;

    public async Task<ProviderResult> MakeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (request.Edit is not null)
            return new ProviderResult.Failed(FailureKind.InvalidInput, "The studio edits pictures, not films.");
        var adjustments = new List<Adjustment>();
        var seconds = Math.Clamp(request.DurationSeconds ?? UsualSeconds, 1, 10);
        if (request.DurationSeconds is { } wished && wished != seconds)
            adjustments.Add(new("duration_seconds", $"{wished:0.##}", $"{seconds:0.##}", "The studio films from 1 to 10 seconds."));
        var (width, height) = Size(request, adjustments);
        var count = (int)Math.Round(seconds * FramesPerSecond);

        FrameSource frames;
        if (request.Input is { } given)
        {
            var (input, problem) = await reader.ReadAsync(given.Bytes, cancellationToken);
            if (input is null)
                return new ProviderResult.Failed(FailureKind.InvalidInput, problem);
            frames = await Task.Run<FrameSource>(() => new PictureFilm(input, request.Seed, width, height, cancellationToken), cancellationToken);
        }
        else
        {
            frames = await Task.Run<FrameSource>(() => new SubjectFilm(request.Prompt, request.Seed, width, height, cancellationToken), cancellationToken);
        }

        var file = await writer.WriteAsync(frames, width, height, count, FramesPerSecond, request.Input is null ? Provenance.Rendered : Provenance.Composed, request.Progress, cancellationToken);
        return new ProviderResult.Completed([new(file, DurationSeconds: (double)count / FramesPerSecond)], Seed: request.Seed, Adjustments: adjustments);
    }

    // H.264 with colour at half resolution takes even sides only.
    private static (int Width, int Height) Size(ProviderRequest request, List<Adjustment> adjustments)
    {
        var scale = Math.Min(1, (double)LongestSide / Math.Max(request.Width, request.Height));
        int width = Math.Max(64, (int)(request.Width * scale) & ~1), height = Math.Max(64, (int)(request.Height * scale) & ~1);
        if (width != request.Width)
            adjustments.Add(new("width", $"{request.Width}", $"{width}", "Films have even sides of at most 1920 pixels."));
        if (height != request.Height)
            adjustments.Add(new("height", $"{request.Height}", $"{height}", "Films have even sides of at most 1920 pixels."));
        return (width, height);
    }
}
