using System.Buffers.Binary;
using System.Text;

namespace Pixza.Studio.Video;

/// <summary>
/// Puts an H.264 stream into an mp4 file with the index before the pictures, so that a browser plays it while it loads. ffmpeg can
/// do this only with a file that it may seek in, and it is given none.
/// </summary>
internal static class Mp4
{
    /// <summary>Adobe's name for a box that holds XMP.</summary>
    private static readonly byte[] XmpBox = Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC");

    private const int TicksPerFrame = 512;

    /// <param name="annexB">NAL units behind start codes, one slice a frame, frames in order.</param>
    public static byte[] Write(byte[] annexB, int width, int height, int framesPerSecond, string xmp)
    {
        var stream = H264Stream.Read(annexB);
        var timescale = framesPerSecond * TicksPerFrame;
        var duration = stream.Frames.Count * TicksPerFrame;
        var fileType = Box("ftyp", [.. "isom"u8], Int(512), [.. "isomiso2avc1mp41"u8]);
        var note = Box("uuid", XmpBox, Encoding.UTF8.GetBytes(xmp));
        // The index holds the place of the first picture, which depends on the index's length; that is the same for any place.
        var length = Movie(0).Length;
        var start = fileType.Length + length + note.Length + 8;
        using var file = new MemoryStream();
        file.Write(fileType);
        file.Write(Movie(start));
        file.Write(note);
        file.Write(Box("mdat", [.. stream.Frames]));
        return file.ToArray();

        byte[] Movie(int firstPicture) => Box("moov", Header(timescale, duration), Track(stream, width, height, timescale, duration, firstPicture));
    }

    private static byte[] Header(int timescale, int duration) =>
        Box("mvhd", Int(0), Int(0), Int(0), Int(timescale), Int(duration), Int(0x10000), [1, 0], new byte[10], Matrix(), new byte[24], Int(2));

    private static byte[] Track(H264Stream stream, int width, int height, int timescale, int duration, int start)
    {
        var track = Box("tkhd", Int(3), Int(0), Int(0), Int(1), Int(0), Int(duration), new byte[8], new byte[8], Matrix(), Int(width << 16), Int(height << 16));
        var media = Box("mdhd", Int(0), Int(0), Int(0), Int(timescale), Int(duration), [0x55, 0xC4, 0, 0]);
        var handler = Box("hdlr", Int(0), Int(0), [.. "vide"u8], new byte[12], [.. "Pixza Studio\0"u8]);
        var data = Box("dinf", Box("dref", Int(0), Int(1), Box("url ", Int(1))));
        var keys = stream.Keys.SelectMany(Int).ToArray();
        var sizes = stream.Frames.SelectMany(frame => Int(frame.Length)).ToArray();
        var table = Box(
            "stbl", Box("stsd", Int(0), Int(1), Sample(stream, width, height)), Box("stts", Int(0), Int(1), Int(stream.Frames.Count), Int(TicksPerFrame)),
            Box("stss", Int(0), Int(stream.Keys.Count), keys), Box("stsc", Int(0), Int(1), Int(1), Int(stream.Frames.Count), Int(1)),
            Box("stsz", Int(0), Int(0), Int(stream.Frames.Count), sizes), Box("stco", Int(0), Int(1), Int(start)));
        return Box("trak", track, Box("mdia", media, handler, Box("minf", Box("vmhd", Int(1), new byte[8]), data, table)));
    }

    private static byte[] Sample(H264Stream stream, int width, int height)
    {
        byte[] configuration =
        [
            1, stream.Sequence[1], stream.Sequence[2], stream.Sequence[3], 0xFF,
            0xE1, .. Short(stream.Sequence.Length), .. stream.Sequence, 1, .. Short(stream.Picture.Length), .. stream.Picture,
        ];
        return Box(
            "avc1", new byte[6], Short(1), new byte[16], Short(width), Short(height), Int(0x480000), Int(0x480000), Int(0), Short(1), new byte[32], Short(24), Short(-1),
            Box("avcC", configuration), Box("colr", [.. "nclx"u8], Short(1), Short(13), Short(1), [0]));
    }

    private static byte[] Matrix() => [.. Int(0x10000), .. new byte[12], .. Int(0x10000), .. new byte[12], .. Int(0x40000000)];

    private static byte[] Box(string name, params byte[][] parts)
    {
        using var box = new MemoryStream();
        box.Write(Int(8 + parts.Sum(part => part.Length)));
        box.Write(Encoding.ASCII.GetBytes(name));
        foreach (var part in parts)
            box.Write(part);
        return box.ToArray();
    }

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
