using System.Buffers.Binary;

namespace Pixza.Core.Media;

internal static class JpegHeader
{
    /// <summary>Walks the segments up to the picture's data, and asks for an end marker behind it.</summary>
    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        MediaInfo? frame = null;
        var orientation = 1;
        var rest = file[2..];
        while (rest.Length >= 4 && rest[0] == 0xff)
        {
            var marker = rest[1];
            if (marker == 0xff) // fill byte
            {
                rest = rest[1..];
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (IsBare(marker) || length < 2 || length > rest.Length - 2)
                return null;
            var data = rest[4..(2 + length)];
            rest = rest[(2 + length)..];

            const int StartOfScan = 0xda, App1 = 0xe1;
            if (IsFrame(marker) && (frame is not null || (frame = ReadFrame(data)) is null))
                return null;
            if (marker == App1 && data.StartsWith("Exif\0\0"u8))
                orientation = ExifOrientation.Read(data);
            if (marker == StartOfScan)
                return rest.LastIndexOf(EndOfImage) > 0 && frame is not null ? frame with { Orientation = orientation } : null;
        }

        return null;
    }

    private static ReadOnlySpan<byte> EndOfImage => [0xff, 0xd9];

    private static MediaInfo? ReadFrame(ReadOnlySpan<byte> data)
    {
        if (data.Length < 6 || data.Length != 6 + 3 * data[5] || data[5] == 0)
            return null;
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
        return width > 0 && height > 0 ? new MediaInfo(MediaType.Jpeg, width, height) : null;
    }

    // C4, C8 and CC lie among the frames' numbers and are tables.
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    /// <summary>Markers without a length, which have no place before the first scan.</summary>
    private static bool IsBare(byte marker) => marker is 0x00 or 0x01 or (>= 0xd0 and <= 0xd9);
}
