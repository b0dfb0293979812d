using System.Buffers.Binary;

namespace Pixza.Core.Media;

internal static class GifHeader
{
    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 13)
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]));
        return width > 0 && height > 0 ? new MediaInfo(MediaType.Gif, width, height) : null;
    }
}
