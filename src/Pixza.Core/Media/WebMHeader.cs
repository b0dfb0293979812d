using System.Buffers.Binary;

namespace Pixza.Core.Media;

/// <summary>WebM: EBML elements of an id, a size and data.</summary>
internal static class WebMHeader
{
    private const uint Ebml = 0x1a45dfa3, DocType = 0x4282, Segment = 0x18538067, Info = 0x1549a966, TimestampScale = 0x2ad7b1,
        Duration = 0x4489, Tracks = 0x1654ae6b, TrackEntry = 0xae, Video = 0xe0, PixelWidth = 0xb0, PixelHeight = 0xba, Cluster = 0x1f43b675;

    /// <returns>Null for Matroska that does not call itself WebM.</returns>
    public static MediaType? TypeOf(ReadOnlySpan<byte> file)
    {
        var elements = new Elements(file);
        return elements.Next() && elements.Id == Ebml && Find(elements.Data, DocType).SequenceEqual("webm"u8) ? MediaType.WebM : null;
    }

    public static MediaInfo? Read(ReadOnlySpan<byte> file)
    {
        var elements = new Elements(file);
        while (elements.Next())
        {
            if (elements.Id == Segment)
                return ReadSegment(elements.Data);
        }

        return null;
    }

    private static MediaInfo? ReadSegment(ReadOnlySpan<byte> segment)
    {
        MediaInfo? info = null;
        double? seconds = null;
        var elements = new Elements(segment);
        while ((info is null || seconds is null) && elements.Next() && elements.Id != Cluster)
        {
            if (elements.Id == Info)
                seconds = ReadSeconds(elements.Data);
            else if (elements.Id == Tracks)
                info = ReadTracks(elements.Data);
        }

        return info is null ? null : info with { DurationSeconds = seconds };
    }

    private static double? ReadSeconds(ReadOnlySpan<byte> info)
    {
        var duration = Find(info, Duration);
        var scale = Find(info, TimestampScale) is { Length: > 0 } set ? UInt(set) : 1_000_000;
        double units = duration.Length switch
        {
            4 => BinaryPrimitives.ReadSingleBigEndian(duration),
            8 => BinaryPrimitives.ReadDoubleBigEndian(duration),
            _ => 0,
        };
        var seconds = units * scale / 1e9;
        return seconds > 0 && double.IsFinite(seconds) ? seconds : null;
    }

    private static MediaInfo? ReadTracks(ReadOnlySpan<byte> tracks)
    {
        var elements = new Elements(tracks);
        while (elements.Next())
        {
            if (elements.Id != TrackEntry || Find(elements.Data, Video) is not { Length: > 0 } video)
                continue;
            var (width, height) = (UInt(Find(video, PixelWidth)), UInt(Find(video, PixelHeight)));
            return width is > 0 and <= ushort.MaxValue && height is > 0 and <= ushort.MaxValue
                ? new MediaInfo(MediaType.WebM, (int)width, (int)height)
                : null;
        }

        return null;
    }

    /// <returns>The data of the first child of this id; empty when there is none.</returns>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> parent, uint id)
    {
        var elements = new Elements(parent);
        while (elements.Next())
        {
            if (elements.Id == id)
                return elements.Data;
        }

        return default;
    }

    private static ulong UInt(ReadOnlySpan<byte> data)
    {
        if (data.Length > 8)
            return 0;
        ulong value = 0;
        foreach (var b in data)
            value = value << 8 | b;
        return value;
    }

    private ref struct Elements(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public uint Id { get; private set; }

        public ReadOnlySpan<byte> Data { get; private set; }

        /// <summary>False at the end, and where an element reaches beyond what holds it.</summary>
        public bool Next()
        {
            if (!TryVint(_rest, 4, out var id, out var idBytes) || !TryVint(_rest[idBytes..], 8, out var marked, out var sizeBytes))
                return false;
            var body = _rest[(idBytes + sizeBytes)..];
            var mask = (1ul << (7 * sizeBytes)) - 1;
            var size = marked & mask;
            if (size == mask) // unknown: a live recording's segment, to the end
                size = (ulong)body.Length;
            if (size > (ulong)body.Length)
                return false;
            Id = (uint)id;
            Data = body[..(int)size];
            _rest = body[(int)size..];
            return true;
        }

        /// <summary>The number of leading zero bits of the first byte tells the length; the marker bit is left in.</summary>
        private static bool TryVint(ReadOnlySpan<byte> at, int maxBytes, out ulong value, out int bytes)
        {
            value = 0;
            bytes = at.Length == 0 ? 0 : System.Numerics.BitOperations.LeadingZeroCount(at[0]) - 23;
            if (bytes < 1 || bytes > maxBytes || bytes > at.Length)
                return false;
            foreach (var b in at[..bytes])
                value = value << 8 | b;
            return true;
        }
    }
}
