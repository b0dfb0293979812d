using System.Buffers.Binary;

namespace Pixza.Studio.Media;

/// <summary>Reads type and size from a file's first bytes, before anything is decoded.</summary>
internal static class PictureHeader
{
    /// <returns>Null for anything but a png, jpeg or webp with a size.</returns>
    public static PictureKind? Read(ReadOnlySpan<byte> file)
    {
        var kind = file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => Png(file),
            [0xFF, 0xD8, 0xFF, ..] => Jpeg(file),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP(file),
            _ => null,
        };
        return kind is { Width: > 0, Height: > 0 } ? kind : null;
    }

    private static PictureKind? Png(ReadOnlySpan<byte> file) =>
        file.Length < 33 || !file.Slice(12, 4).SequenceEqual("IHDR"u8)
            ? null
            : new("png_pipe", BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));

    private static PictureKind? Jpeg(ReadOnlySpan<byte> file)
    {
        var orientation = 1;
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF)
                return null;
            var marker = file[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || marker is 0xD9 or 0xDA || at + 2 + length > file.Length)
                return null;
            var body = file.Slice(at + 4, length - 2);
            // Every SOF but the three tables that share its range.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return body.Length < 6 ? null : new("jpeg_pipe", BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]), orientation);
            if (marker == 0xE1 && body.StartsWith("Exif\0\0"u8))
                orientation = ExifOrientation.Read(body[6..]);
            at += 2 + length;
        }

        return null;
    }

    private static PictureKind? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30)
            return null;
        var data = file[20..];
        var (width, height) = file.Slice(12, 4) switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)' '] when data[3] == 0x9D && data[4] == 0x01 && data[5] == 0x2A =>
                (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L'] when data[0] == 0x2F =>
                ((int)(BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) & 0x3FFF) + 1, (int)(BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) >> 14 & 0x3FFF) + 1),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => (data[4] + (data[5] << 8) + (data[6] << 16) + 1, data[7] + (data[8] << 8) + (data[9] << 16) + 1),
            _ => (0, 0),
        };
        return new("webp_pipe", width, height);
    }
}
