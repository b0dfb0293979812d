using System.Buffers.Binary;

namespace Pixza.Core.Media;

/// <summary>MP4 and QuickTime, and their relatives HEIC and AVIF: boxes of a size, four letters and data.</summary>
internal static class IsoMediaHeader
{
    public static MediaType? TypeOf(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[4..8].SequenceEqual("ftyp"u8))
            return null;
        var brand = file[8..12];
        if (brand.SequenceEqual("qt  "u8))
            return MediaType.Mov;
        if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
            return MediaType.Avif;
        if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8))
            return MediaType.Heic;
        return brand.StartsWith("iso"u8) || brand.StartsWith("mp4"u8) || brand.StartsWith("M4V"u8) || brand.StartsWith("avc"u8) || brand.SequenceEqual("dash"u8)
            ? MediaType.Mp4
            : null;
    }

    public static MediaInfo? Read(ReadOnlySpan<byte> file, MediaType type)
    {
        MediaInfo? info = null;
        var hasMedia = false;
        var boxes = new Boxes(file);
        while (boxes.Next())
        {
            hasMedia |= boxes.Kind.SequenceEqual("mdat"u8);
            if (info is null && boxes.Kind.SequenceEqual("moov"u8) && (info = ReadMovie(boxes.Data, type)) is null)
                return null;
        }

        return boxes.AtEnd && hasMedia ? info : null;
    }

    private static MediaInfo? ReadMovie(ReadOnlySpan<byte> movie, MediaType type)
    {
        MediaInfo? info = null;
        double? seconds = null;
        var boxes = new Boxes(movie);
        while (boxes.Next())
        {
            if (boxes.Kind.SequenceEqual("mvhd"u8))
                seconds = ReadDuration(boxes.Data);
            else if (info is null && boxes.Kind.SequenceEqual("trak"u8))
                info = ReadTrack(boxes.Data, type);
        }

        return boxes.AtEnd && info is not null ? info with { DurationSeconds = seconds } : null;
    }

    /// <returns>Null also where the header leaves it to the fragments (0, or all bits set).</returns>
    private static double? ReadDuration(ReadOnlySpan<byte> header)
    {
        var isLong = header.Length >= 32 && header[0] == 1;
        if (!isLong && (header.Length < 20 || header[0] != 0))
            return null;
        var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(isLong ? 20 : 12)..]);
        var units = isLong ? BinaryPrimitives.ReadUInt64BigEndian(header[24..]) : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        var unknown = units == 0 || scale == 0 || units == (isLong ? ulong.MaxValue : uint.MaxValue);
        return unknown ? null : units / (double)scale;
    }

    /// <returns>Null for a track that shows nothing: sound, or captions without a size.</returns>
    private static MediaInfo? ReadTrack(ReadOnlySpan<byte> track, MediaType type)
    {
        var boxes = new Boxes(track);
        while (boxes.Next())
        {
            if (!boxes.Kind.SequenceEqual("tkhd"u8))
                continue;
            var header = boxes.Data;
            var matrix = header.Length > 0 && header[0] == 1 ? 52 : 40;
            if (header.Length < matrix + 44)
                return null;
            // 16.16 fixed point
            var width = BinaryPrimitives.ReadUInt16BigEndian(header[(matrix + 36)..]);
            var height = BinaryPrimitives.ReadUInt16BigEndian(header[(matrix + 40)..]);
            return width > 0 && height > 0 ? new MediaInfo(type, width, height, ReadRotation(header[matrix..])) : null;
        }

        return null;
    }

    /// <summary>The matrix begins a, b, u, c, d; quarter turns are told by the signs of b and a.</summary>
    private static int ReadRotation(ReadOnlySpan<byte> matrix)
    {
        var (a, b) = (BinaryPrimitives.ReadInt32BigEndian(matrix), BinaryPrimitives.ReadInt32BigEndian(matrix[4..]));
        return (Math.Sign(a), Math.Sign(b)) switch
        {
            (0, 1) => 6,
            (0, -1) => 8,
            (-1, 0) => 3,
            _ => 1,
        };
    }

    private ref struct Boxes(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public ReadOnlySpan<byte> Kind { get; private set; }

        public ReadOnlySpan<byte> Data { get; private set; }

        /// <summary>False when a box reaches beyond what holds it.</summary>
        public readonly bool AtEnd => _rest.Length < 8;

        public bool Next()
        {
            if (_rest.Length < 8)
                return false;
            ulong size = BinaryPrimitives.ReadUInt32BigEndian(_rest);
            var head = 8;
            if (size == 1 && _rest.Length >= 16)
                (size, head) = (BinaryPrimitives.ReadUInt64BigEndian(_rest[8..]), 16);
            else if (size == 0) // to the end
                size = (ulong)_rest.Length;
            if (size < (ulong)head || size > (ulong)_rest.Length)
                return false;
            Kind = _rest[4..8];
            Data = _rest[head..(int)size];
            _rest = _rest[(int)size..];
            return true;
        }
    }
}
