using System.Globalization;
using Pixza.Studio.Media;

namespace Pixza.Studio.Video;

/// <summary>Encodes frames as H.264 while they are made, and puts the stream into an mp4 whose index comes first.</summary>
internal sealed class VideoWriter(Ffmpeg ffmpeg)
{
    // Most of the time the encoder waits for the renderer, which on a busy machine takes as long as it takes.
    private const int RenderingPatience = 15;

    /// <exception cref="InvalidOperationException">The encoder failed.</exception>
    public async Task<byte[]> WriteAsync(
        FrameSource frames, int width, int height, int count, int framesPerSecond, Provenance provenance, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        var (stream, reason) = await ffmpeg.RunAsync(
            [
                "-threads", "1", "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", Text($"{frames.Width}x{frames.Height}"), "-r", Text($"{framesPerSecond}"), "-i", "pipe:0",
                "-vf", Text($"scale={width}:{height}:flags=bicubic:out_color_matrix=bt709:out_range=tv"), "-pix_fmt", "yuv420p",
                // No frame waits for a later one, so the order of the stream is the order of the film, and the index needs no second clock.
                "-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-bf", "0", "-g", Text($"{framesPerSecond * 2}"), "-threads", "2",
                "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1", "-bitexact", "-f", "h264", "pipe:1",
            ],
            FeedAsync, 512 << 20, cancellationToken, RenderingPatience);
        if (stream is not { Length: > 0 })
            throw new InvalidOperationException($"ffmpeg did not encode the film: {reason}");
        var file = await Task.Run(() => Mp4.Write(stream, width, height, framesPerSecond, provenance.ToXmp()), cancellationToken);
        progress?.Report(1);
        return file;

        async Task FeedAsync(Stream to, CancellationToken token)
        {
            for (var i = 0; i < count; i++)
            {
                var frame = await Task.Run(() => frames.Frame((double)i / count, token), token);
                await to.WriteAsync(frame, token);
                progress?.Report(0.05 + 0.9 * (i + 1) / count);
            }
        }
    }
}
