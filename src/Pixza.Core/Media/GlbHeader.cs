using System.Buffers.Binary;

namespace Pixza.Core.Media;

internal static class GlbHeader
{
    private const int HeaderBytes = 12, ChunkHeaderBytes = 8;

    /// <summary>glTF 2.0, as long as it says, its first chunk JSON.</summary>
    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes + ChunkHeaderBytes)
            return null;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        var json = BinaryPrimitives.ReadUInt32LittleEndian(file[HeaderBytes..]);
        var isWhole = version == 2 && length == file.Length && json > 0 && json <= file.Length - HeaderBytes - ChunkHeaderBytes;
        return isWhole && file[16..20].SequenceEqual("JSON"u8) ? new MediaInfo(MediaType.Glb, 0, 0) : null;
    }
}
