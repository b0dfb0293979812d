using System.Globalization;

namespace Pixza.Studio.Media;

/// <summary>Encodes pictures as jpeg, png or webp, with the mark of how they were made.</summary>
internal sealed class PictureWriter(Ffmpeg ffmpeg)
{
    /// <param name="format">jpeg, png or webp; null means jpeg.</param>
    /// <param name="exact">Whether every pixel must survive where the format can do it: webp is then lossless.</param>
    /// <exception cref="InvalidOperationException">The encoder failed.</exception>
    public async Task<byte[]> WriteAsync(Picture picture, string? format, bool exact, Provenance provenance, CancellationToken cancellationToken)
    {
        var xmp = provenance.ToXmp();
        return format switch
        {
            "png" => await Task.Run(() => Png.Write(picture, xmp), cancellationToken),
            "webp" => WebPXmp.Insert(
                await EncodeAsync(picture, exact ? ["-c:v", "libwebp", "-pix_fmt", "bgra", "-lossless", "1", "-compression_level", "2"] : ["-c:v", "libwebp", "-pix_fmt", "yuv420p", "-quality", "90", "-compression_level", "3"], cancellationToken),
                picture.Width, picture.Height, xmp),
            // Colour at full resolution: at half, the edge of a red product on grey would bleed.
            _ => JpegXmp.Insert(await EncodeAsync(picture, ["-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-q:v", "2", "-huffman", "optimal"], cancellationToken), xmp),
        };
    }

    private async Task<byte[]> EncodeAsync(Picture picture, string[] codec, CancellationToken cancellationToken)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{picture.Width}x{picture.Height}");
        var (file, reason) = await ffmpeg.RunAsync(
            [
                "-threads", "1", "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", size, "-i", "pipe:0",
                "-frames:v", "1", "-sws_flags", "accurate_rnd+full_chroma_int+bicubic", .. codec, "-bitexact", "-threads", "1", "-f", "image2pipe", "pipe:1",
            ],
            async (stream, token) => await stream.WriteAsync(picture.Pixels, token), 256 << 20, cancellationToken);
        return file is { Length: > 0 } ? file : throw new InvalidOperationException($"ffmpeg did not encode the picture: {reason}");
    }
}
