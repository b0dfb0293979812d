using System.Buffers.Binary;
using System.Text;

namespace Pixza.Studio.Media;

/// <summary>Puts an XMP packet into a webp file, which for that takes the extended form (VP8X).</summary>
internal static class WebPXmp
{
    private const byte XmpFlag = 0x04;
    private const byte AlphaFlag = 0x10;

    public static byte[] Insert(byte[] webp, int width, int height, string xmp)
    {
        using var body = new MemoryStream();
        var flags = XmpFlag;
        for (var at = 12; at + 8 <= webp.Length;)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(webp.AsSpan(at + 4));
            var whole = Math.Min(8 + size + (size & 1), webp.Length - at);
            var name = Encoding.ASCII.GetString(webp, at, 4);
            if (name == "ALPH" || name == "VP8L" && (webp[at + 12] >> 4 & 1) == 1)
                flags |= AlphaFlag;
            if (name is "VP8 " or "VP8L" or "ALPH")
                body.Write(webp, at, whole);
            at += whole;
        }

        var extended = new byte[10];
        extended[0] = flags;
        Write24(extended.AsSpan(4), width - 1);
        Write24(extended.AsSpan(7), height - 1);
        using var file = new MemoryStream();
        file.Write("RIFF\0\0\0\0WEBP"u8);
        Chunk(file, "VP8X"u8, extended);
        body.WriteTo(file);
        Chunk(file, "XMP "u8, Encoding.UTF8.GetBytes(xmp));
        var bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, data.Length);
        file.Write(name);
        file.Write(size);
        file.Write(data);
        if (data.Length % 2 == 1)
            file.WriteByte(0);
    }

    private static void Write24(Span<byte> at, int value) => (at[0], at[1], at[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
}
