using System.Buffers.Binary;

namespace Pixza.Studio.Media;

/// <summary>How the camera was held when it took the picture, and how to turn the picture upright.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;

    /// <param name="tiff">The Exif block from its byte-order mark on.</param>
    /// <returns>1 to 8; 1 (upright) for anything that can't be read.</returns>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
            return 1;
        var little = tiff[0] == 'I';
        var first = Long(tiff[4..], little);
        if (first > tiff.Length - 2)
            return 1;
        var entries = Short(tiff[(int)first..], little);
        for (var i = 0; i < entries; i++)
        {
            var at = first + 2 + i * 12;
            if (at + 12 > tiff.Length)
                return 1;
            var entry = tiff[(int)at..];
            if (Short(entry, little) == Tag)
                return Short(entry[8..], little) is >= 1 and <= 8 and var orientation ? orientation : 1;
        }

        return 1;
    }

    public static Picture Upright(Picture picture, int orientation)
    {
        if (orientation == 1)
            return picture;
        var (w, h) = (picture.Width, picture.Height);
        var turned = orientation >= 5 ? new Picture(h, w) : new Picture(w, h);
        for (var y = 0; y < turned.Height; y++)
        {
            for (var x = 0; x < turned.Width; x++)
            {
                var (sx, sy) = orientation switch
                {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                picture.Pixels.AsSpan((sy * w + sx) * 4, 4).CopyTo(turned.Pixels.AsSpan((y * turned.Width + x) * 4));
            }
        }

        return turned;
    }

    private static ushort Short(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Long(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
