using System.Buffers.Binary;

namespace Pixza.Core.Media;

/// <summary>The orientation tag (0x0112) of an EXIF block, a TIFF file in small.</summary>
internal static class ExifOrientation
{
    private const int Upright = 1;
    private const int EntryBytes = 12;

    /// <param name="tiff">From "II" or "MM"; the prefix "Exif\0\0" is skipped.</param>
    /// <returns>1 to 8; 1 when there is none or the block is broken.</returns>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith("Exif\0\0"u8))
            tiff = tiff[6..];
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
            return Upright;

        var little = tiff[0] == 'I';
        var directory = UInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return Upright;
        var entries = tiff[(int)directory..];
        var count = UInt16(entries, little);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            const int Orientation = 0x0112, Short = 3;
            if (UInt16(entries, little) != Orientation)
                continue;
            var value = UInt16(entries[8..], little);
            return UInt16(entries[2..], little) == Short && value is >= 1 and <= 8 ? value : Upright;
        }

        return Upright;
    }

    private static ushort UInt16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint UInt32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
