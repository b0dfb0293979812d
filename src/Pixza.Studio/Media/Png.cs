using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Pixza.Studio.Media;

/// <summary>Writes png files: eight bits, three channels, or four where something is transparent.</summary>
internal static class Png
{
    private static readonly uint[] Crc = MakeCrc();

    /// <param name="xmp">A packet of metadata to put in; empty for none.</param>
    public static byte[] Write(Picture picture, string xmp)
    {
        var channels = HasAlpha(picture) ? 4 : 3;
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (8, (byte)(channels == 4 ? 6 : 2));
        Chunk(file, "IHDR", header);
        Chunk(file, "sRGB", [0]);
        if (xmp.Length > 0)
            Chunk(file, "iTXt", [.. "XML:com.adobe.xmp"u8, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(xmp)]);
        Chunk(file, "IDAT", Compress(picture, channels));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(Picture picture, int channels)
    {
        var stride = picture.Width * channels;
        var (row, above, line) = (new byte[stride], new byte[stride], new byte[stride + 1]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < picture.Height; y++)
            {
                Pack(picture.Pixels.AsSpan(y * picture.Width * 4, picture.Width * 4), row, channels);
                Filter(row, above, channels, line);
                zlib.Write(line);
                (row, above) = (above, row);
            }
        }

        return packed.ToArray();
    }

    private static void Pack(ReadOnlySpan<byte> rgba, Span<byte> row, int channels)
    {
        if (channels == 4)
        {
            rgba.CopyTo(row);
            return;
        }

        for (int i = 0, o = 0; i < rgba.Length; i += 4, o += 3)
            (row[o], row[o + 1], row[o + 2]) = (rgba[i], rgba[i + 1], rgba[i + 2]);
    }

    // Paeth suits smooth pictures best of the five filters, and choosing per row costs more time than it saves bytes.
    private static void Filter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, Span<byte> line)
    {
        line[0] = 4;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= channels ? row[i - channels] : 0, up = above[i], corner = i >= channels ? above[i - channels] : 0;
            var guess = left + up - corner;
            int toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
            line[i + 1] = (byte)(row[i] - (toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner));
        }
    }

    private static bool HasAlpha(Picture picture)
    {
        for (var i = 3; i < picture.Pixels.Length; i += 4)
        {
            if (picture.Pixels[i] != 255)
                return true;
        }

        return false;
    }

    private static void Chunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        var name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Sum(Sum(uint.MaxValue, name), data));
        file.Write(word);
    }

    private static uint Sum(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
            crc = Crc[(crc ^ b) & 255] ^ crc >> 8;
        return crc;
    }

    private static uint[] MakeCrc()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ c >> 1 : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
