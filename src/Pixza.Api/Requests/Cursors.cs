using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pixza.Core.Database;

namespace Pixza.Api.Requests;

/// <summary>
/// Opaque marks of a place in a list, signed together with the account, the mode and the filters that they belong to. The key follows
/// from the database's, so that every node reads every other node's cursors.
/// </summary>
public sealed class Cursors(PixzaDatabase database)
{
    private const int IdLength = 16;
    private const int SignatureLength = 16;

    private readonly byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(database.Role.Password), "pixza list cursors"u8);

    /// <param name="list">What the place is bound to: the list, the account, the mode and every filter.</param>
    /// <param name="last">The id of the page's last row.</param>
    public string Write(string list, Guid last)
    {
        Span<byte> bytes = stackalloc byte[IdLength + SignatureLength];
        last.TryWriteBytes(bytes, bigEndian: true, out _);
        Sign(list, bytes[..IdLength], bytes[IdLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns><see langword="false"/> for anything that <see cref="Write"/> did not make for the same list.</returns>
    public bool TryRead(string list, string cursor, out Guid last)
    {
        last = Guid.Empty;
        Span<byte> bytes = stackalloc byte[IdLength + SignatureLength];
        if (cursor.Length > 2 * bytes.Length || !Base64Url.IsValid(cursor, out var length) || length != bytes.Length)
            return false;
        Base64Url.DecodeFromChars(cursor, bytes);

        Span<byte> expected = stackalloc byte[SignatureLength];
        Sign(list, bytes[..IdLength], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[IdLength..]))
            return false;
        last = new Guid(bytes[..IdLength], bigEndian: true);
        return true;
    }

    private void Sign(string list, ReadOnlySpan<byte> id, Span<byte> signature)
    {
        var signed = new byte[IdLength + Encoding.UTF8.GetMaxByteCount(list.Length)];
        id.CopyTo(signed);
        var length = IdLength + Encoding.UTF8.GetBytes(list, signed.AsSpan(IdLength));
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed.AsSpan(0, length), whole);
        whole[..signature.Length].CopyTo(signature);
    }
}
