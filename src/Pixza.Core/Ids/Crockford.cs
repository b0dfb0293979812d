using System.Buffers.Binary;

namespace Pixza.Core.Ids;

/// <summary>
/// 128 bits as 26 characters of lower-case Crockford base 32 (no i, l, o, u), most significant first: text sorts as the numbers do.
/// </summary>
public static class Crockford
{
    /// <summary>Characters of 128 bits; the first one carries three bits and is at most '7'.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const byte NoDigit = 0xff;

    private static readonly byte[] s_values = Values();

    /// <summary>Writes 16 bytes, big-endian, into the first 26 characters of <paramref name="text"/>.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)bits & 31];
            bits >>= 5;
        }
    }

    /// <summary>Reads exactly what <see cref="Encode"/> writes: one spelling per number, so upper case and look-alikes are refused.</summary>
    /// <returns><see langword="false"/> for anything else; <paramref name="bytes"/> is then left alone.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != Length || text[0] > '7')
            return false;

        UInt128 bits = 0;
        foreach (var c in text)
        {
            var value = c < s_values.Length ? s_values[c] : NoDigit;
            if (value == NoDigit)
                return false;
            bits = (bits << 5) | value;
        }

        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return true;
    }

    private static byte[] Values()
    {
        var values = new byte[128];
        Array.Fill(values, NoDigit);
        for (byte i = 0; i < Alphabet.Length; i++)
            values[Alphabet[i]] = i;
        return values;
    }
}
