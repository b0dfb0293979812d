using System.Globalization;

namespace Pixza.Studio.Media;

/// <summary>Decodes png, jpeg and webp files of strangers, upright as the camera was held.</summary>
internal sealed class PictureReader(Ffmpeg ffmpeg)
{
    public const int MostPixels = 40_000_000;

    /// <returns>The picture, or null with a sentence that the customer may read.</returns>
    public async Task<(Picture? Picture, string Problem)> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (PictureHeader.Read(file.Span) is not { } kind)
            return (null, "The input image is not a readable png, jpeg or webp file.");
        if ((long)kind.Width * kind.Height > MostPixels)
            return (null, $"The input image has {kind.Width} × {kind.Height} pixels; at most 40 megapixels are read.");
        var bytes = (long)kind.Width * kind.Height * 4;
        // One picture in and out, with room for the decoder's own copies.
        var most = (bytes * 3 + (64 << 20)).ToString(CultureInfo.InvariantCulture);
        var (pixels, _) = await ffmpeg.RunAsync(
            [
                "-threads", "1", "-max_alloc", most, "-protocol_whitelist", "pipe", "-f", kind.Demuxer, "-noautorotate", "-i", "pipe:0",
                "-map", "0:v:0", "-frames:v", "1", "-sws_flags", "accurate_rnd+full_chroma_int+bicubic", "-pix_fmt", "rgba", "-f", "rawvideo", "pipe:1",
            ],
            async (stream, token) => await stream.WriteAsync(file, token), bytes, cancellationToken);
        if (pixels is null || pixels.LongLength != bytes)
            return (null, "The input image is damaged and could not be decoded.");
        return (ExifOrientation.Upright(new(kind.Width, kind.Height, pixels), kind.Orientation), "");
    }
}
