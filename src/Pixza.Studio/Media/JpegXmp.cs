using System.Buffers.Binary;
using System.Text;

namespace Pixza.Studio.Media;

/// <summary>Puts an XMP packet into a jpeg file, as segment APP1 behind the JFIF header.</summary>
internal static class JpegXmp
{
    public static byte[] Insert(byte[] jpeg, string xmp)
    {
        byte[] body = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(xmp)];
        var at = jpeg is [_, _, 0xFF, 0xE0, ..] ? 4 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(4)) : 2;
        var file = new byte[jpeg.Length + 4 + body.Length];
        jpeg.AsSpan(0, at).CopyTo(file);
        (file[at], file[at + 1]) = (0xFF, 0xE1);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 2), checked((ushort)(body.Length + 2)));
        body.CopyTo(file, at + 4);
        jpeg.AsSpan(at).CopyTo(file.AsSpan(at + 4 + body.Length));
        return file;
    }
}
