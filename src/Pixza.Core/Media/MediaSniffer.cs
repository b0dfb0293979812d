namespace Pixza.Core.Media;

/// <summary>Tells a file's type and size in pixels by its content. Reads headers only, allocates next to nothing and never throws.</summary>
public static class MediaSniffer
{
    /// <returns>The type that the first bytes promise, or null when it is none that Pixza knows.</returns>
    public static MediaType? TypeOf(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngHeader.Signature))
            return MediaType.Png;
        if (file is [0xff, 0xd8, 0xff, ..])
            return MediaType.Jpeg;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8))
            return MediaType.WebP;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return MediaType.Gif;
        if (file.StartsWith("glTF"u8))
            return MediaType.Glb;
        if (file is [0x1a, 0x45, 0xdf, 0xa3, ..])
            return WebMHeader.TypeOf(file);
        return IsoMediaHeader.TypeOf(file);
    }

    /// <returns>What the headers say; null when the type is unknown or has no reader (HEIC, AVIF), or when the file is cut off or contradicts itself.</returns>
    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        var type = TypeOf(file);
        if (type == MediaType.Png)
            return PngHeader.Read(file);
        if (type == MediaType.Jpeg)
            return JpegHeader.Read(file);
        if (type == MediaType.WebP)
            return WebPHeader.Read(file);
        if (type == MediaType.Gif)
            return GifHeader.Read(file);
        if (type == MediaType.Glb)
            return GlbHeader.Read(file);
        if (type == MediaType.WebM)
            return WebMHeader.Read(file);
        return type == MediaType.Mp4 || type == MediaType.Mov ? IsoMediaHeader.Read(file, type) : null;
    }
}
