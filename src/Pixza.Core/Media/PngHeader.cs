using System.Buffers.Binary;

namespace Pixza.Core.Media;

internal static class PngHeader
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Walks the chunks to the end, so that a file that was cut off is told from a whole one.</summary>
    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        MediaInfo? info = null;
        var (animated, pixels, orientation) = (false, false, 1);
        var rest = file[Signature.Length..];
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
                return null;
            var kind = rest[4..8];
            var data = rest.Slice(8, (int)length);
            if (info is null && (!kind.SequenceEqual("IHDR"u8) || (info = ReadFirst(data)) is null))
                return null;
            if (kind.SequenceEqual("acTL"u8))
                animated = true;
            else if (kind.SequenceEqual("eXIf"u8))
                orientation = ExifOrientation.Read(data);
            else if (kind.SequenceEqual("IDAT"u8))
                pixels = true;
            else if (kind.SequenceEqual("IEND"u8))
                return pixels ? info with { Animated = animated, Orientation = orientation } : null;
            rest = rest[(12 + (int)length)..];
        }

        return null;
    }

    private static MediaInfo? ReadFirst(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        var depthFitsColour = (data[9], data[8]) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        return width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue && depthFitsColour
            ? new MediaInfo(MediaType.Png, (int)width, (int)height)
            : null;
    }
}
