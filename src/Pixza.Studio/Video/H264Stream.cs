using System.Buffers.Binary;

namespace Pixza.Studio.Video;

/// <summary>The units of an H.264 stream, sorted for an mp4 file.</summary>
/// <param name="Sequence">The parameters of the whole stream (SPS).</param>
/// <param name="Picture">The parameters of its pictures (PPS).</param>
/// <param name="Frames">Each frame's slices, each behind its length.</param>
/// <param name="Keys">The frames from which playing can begin, counted from 1.</param>
internal sealed record H264Stream(byte[] Sequence, byte[] Picture, List<byte[]> Frames, List<int> Keys)
{
    private const int Slice = 1;
    private const int KeySlice = 5;
    private const int SequenceSet = 7;
    private const int PictureSet = 8;

    /// <exception cref="InvalidDataException">The stream has no parameters or no frames.</exception>
    public static H264Stream Read(byte[] annexB)
    {
        byte[]? sequence = null, picture = null;
        var frames = new List<byte[]>();
        var keys = new List<int>();
        foreach (var (start, length) in Units(annexB))
        {
            var unit = annexB.AsSpan(start, length);
            switch (unit[0] & 31)
            {
                case SequenceSet:
                    sequence ??= unit.ToArray();
                    break;
                case PictureSet:
                    picture ??= unit.ToArray();
                    break;
                case Slice or KeySlice:
                    var framed = new byte[4 + length];
                    BinaryPrimitives.WriteInt32BigEndian(framed, length);
                    unit.CopyTo(framed.AsSpan(4));
                    // The first bit of a slice header says that it begins at the frame's first block.
                    if ((unit[1] & 0x80) == 0 && frames.Count > 0)
                        frames[^1] = [.. frames[^1], .. framed];
                    else
                        frames.Add(framed);
                    if ((unit[0] & 31) == KeySlice && (keys.Count == 0 || keys[^1] != frames.Count))
                        keys.Add(frames.Count);
                    break;
            }
        }

        return sequence is null || picture is null || frames.Count == 0
            ? throw new InvalidDataException("The H.264 stream is not complete.")
            : new(sequence, picture, frames, keys);
    }

    private static IEnumerable<(int Start, int Length)> Units(byte[] data)
    {
        var start = -1;
        for (var i = 0; i + 2 < data.Length; i++)
        {
            if (data[i] != 0 || data[i + 1] != 0 || data[i + 2] != 1)
                continue;
            if (start >= 0)
                yield return (start, TrimmedEnd(data, start, i) - start);
            start = i + 3;
            i += 2;
        }

        if (start >= 0)
            yield return (start, TrimmedEnd(data, start, data.Length) - start);
    }

    // A start code may be four bytes long; a unit never ends in zero.
    private static int TrimmedEnd(byte[] data, int start, int end)
    {
        while (end > start + 1 && data[end - 1] == 0)
            end--;
        return end;
    }
}
