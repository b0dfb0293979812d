using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Pixza.Core.Accounts;

/// <summary>
/// <c>pk_live_</c> or <c>pk_test_</c>, 30 random characters of base 62 (178 bits) and 6 more that are the CRC-32 of everything before
/// them, so that a typo is refused, and a leaked key is recognised, without a database.
/// </summary>
public static class ApiKeyFormat
{
    public const int Length = Checked + ChecksumLength;

    private const string Live = "pk_live_";
    private const string Test = "pk_test_";
    private const int RandomLength = 30;
    private const int ChecksumLength = 6;
    private const int Checked = 8 + RandomLength;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);
    private static readonly uint[] s_crc = CrcTable();

    /// <returns>A new secret; it is shown once and never stored.</returns>
    public static string Create(bool liveMode) =>
        WithChecksum((liveMode ? Live : Test) + RandomNumberGenerator.GetString(Alphabet, RandomLength));

    /// <summary>Reads a key that a caller presented.</summary>
    /// <returns><see langword="false"/> when it is no key of ours: a wrong form, or a checksum that does not fit.</returns>
    public static bool TryRead(ReadOnlySpan<char> key, out bool liveMode, out KeyHash hash)
    {
        liveMode = key.StartsWith(Live, StringComparison.Ordinal);
        hash = default;
        if (key.Length != Length || (!liveMode && !key.StartsWith(Test, StringComparison.Ordinal)) ||
            key[Live.Length..].ContainsAnyExcept(s_alphabet))
            return false;

        Span<byte> ascii = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(key, ascii);
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(ascii[..Checked], checksum);
        if (!key[Checked..].SequenceEqual(checksum))
            return false;

        hash = KeyHash.Of(ascii);
        return true;
    }

    /// <returns>What is shown of a key after its creation: <c>pk_live_…30a1Ay</c>.</returns>
    public static string Display(string key) => $"{key[..Live.Length]}…{key[Checked..]}";

    internal static string WithChecksum(string start)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(Encoding.ASCII.GetBytes(start), checksum);
        return string.Concat(start, checksum);
    }

    private static void WriteChecksum(ReadOnlySpan<byte> ascii, Span<char> checksum)
    {
        var crc = uint.MaxValue;
        foreach (var value in ascii)
            crc = (crc >> 8) ^ s_crc[(byte)(crc ^ value)];

        var rest = ~crc;
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, 62);
            checksum[i] = Alphabet[(int)digit];
        }
    }

    private static uint[] CrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        return table;
    }
}
