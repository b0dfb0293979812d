using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pixza.Core.Accounts;

/// <summary>SHA-256 of a whole key, as a value: a cache that is looked up by it allocates nothing.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct KeyHash : IEquatable<KeyHash>
{
    public const int Bytes = SHA256.HashSizeInBytes;

    private readonly ulong first;
    private readonly ulong second;
    private readonly ulong third;
    private readonly ulong fourth;

    private KeyHash(ReadOnlySpan<byte> hash)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(hash);
        (first, second, third, fourth) = (parts[0], parts[1], parts[2], parts[3]);
    }

    /// <param name="ascii">The key's characters.</param>
    public static KeyHash Of(ReadOnlySpan<byte> ascii)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(ascii, hash);
        return new KeyHash(hash);
    }

    /// <param name="hash">32 bytes, as stored.</param>
    public static KeyHash FromStored(ReadOnlySpan<byte> hash) =>
        hash.Length == Bytes ? new KeyHash(hash) : throw new ArgumentException("A hash has 32 bytes", nameof(hash));

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        MemoryMarshal.Write(bytes, this);
        return bytes;
    }

    public bool Equals(KeyHash other) =>
        first == other.first && second == other.second && third == other.third && fourth == other.fourth;

    public override bool Equals(object? obj) => obj is KeyHash other && Equals(other);

    // The bytes are a hash already.
    public override int GetHashCode() => (int)first;

    public static bool operator ==(KeyHash left, KeyHash right) => left.Equals(right);

    public static bool operator !=(KeyHash left, KeyHash right) => !left.Equals(right);
}
