using System.Buffers.Binary;

namespace Pixza.Core.Media;

internal static class WebPHeader
{
    private const int ExifFlag = 0x08, AnimationFlag = 0x02;

    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size > file.Length - 8 || size < 4)
            return null;
        var chunks = new Chunks(file[12..(8 + (int)size)]);
        return chunks.Next() ? Read(ref chunks) : null;
    }

    private static MediaInfo? Read(ref Chunks chunks) =>
        chunks.Kind.SequenceEqual("VP8X"u8) ? ReadExtended(chunks.Data, ref chunks) : ReadPicture(chunks);

    private static MediaInfo? ReadPicture(Chunks chunk)
    {
        if (chunk.Kind.SequenceEqual("VP8 "u8))
            return ReadLossy(chunk.Data);
        return chunk.Kind.SequenceEqual("VP8L"u8) ? ReadLossless(chunk.Data) : null;
    }

    private static MediaInfo? ReadLossy(ReadOnlySpan<byte> data)
    {
        var isKeyFrame = data.Length > 10 && (data[0] & 1) == 0 && data[3] == 0x9d && data[4] == 0x01 && data[5] == 0x2a;
        if (!isKeyFrame)
            return null;
        var width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3fff;
        var height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3fff;
        return width > 0 && height > 0 ? new MediaInfo(MediaType.WebP, width, height) : null;
    }

    private static MediaInfo? ReadLossless(ReadOnlySpan<byte> data)
    {
        if (data.Length <= 5 || data[0] != 0x2f)
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        const int Version = 29;
        return bits >> Version == 0 ? new MediaInfo(MediaType.WebP, (int)(bits & 0x3fff) + 1, (int)(bits >> 14 & 0x3fff) + 1) : null;
    }

    /// <summary>The canvas of the extended form must be as large as the one picture on it; an animation's pictures may be smaller.</summary>
    private static MediaInfo? ReadExtended(ReadOnlySpan<byte> data, ref Chunks chunks)
    {
        if (data.Length < 10)
            return null;
        var flags = data[0];
        var canvas = new MediaInfo(MediaType.WebP, UInt24(data[4..]) + 1, UInt24(data[7..]) + 1, Animated: (flags & AnimationFlag) != 0);
        MediaInfo? picture = null;
        while (chunks.Next())
        {
            if (chunks.Kind.SequenceEqual("EXIF"u8) && (flags & ExifFlag) != 0)
                canvas = canvas with { Orientation = ExifOrientation.Read(chunks.Data) };
            else if (canvas.Animated && chunks.Kind.SequenceEqual("ANMF"u8))
                picture = canvas;
            else if (!canvas.Animated && picture is null)
                picture = ReadPicture(chunks);
        }

        return picture is not null && chunks.AtEnd && (picture.Width, picture.Height) == (canvas.Width, canvas.Height) ? canvas : null;
    }

    private static int UInt24(ReadOnlySpan<byte> at) => at[0] | at[1] << 8 | at[2] << 16;

    /// <summary>Steps through RIFF chunks: four letters, a size, the data, a byte of padding after an odd size.</summary>
    private ref struct Chunks(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public ReadOnlySpan<byte> Kind { get; private set; }

        public ReadOnlySpan<byte> Data { get; private set; }

        /// <summary>False when a chunk reaches beyond the file.</summary>
        public readonly bool AtEnd => _rest.Length < 8;

        public bool Next()
        {
            if (_rest.Length < 8)
                return false;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
            if (length > _rest.Length - 8)
                return false;
            Kind = _rest[..4];
            Data = _rest.Slice(8, (int)length);
            _rest = _rest[Math.Min(_rest.Length, 8 + (int)length + ((int)length & 1))..];
            return true;
        }
    }
}
