using System.Security.Cryptography;

namespace Pixza.Core.Ids;

/// <summary>Unguessable names.</summary>
public static class Tokens
{
    /// <returns>26 characters of lower-case Crockford base 32 that carry 128 random bits.</returns>
    public static string New() =>
        string.Create(Crockford.Length, 0, static (text, _) =>
        {
            Span<byte> bytes = stackalloc byte[16];
            RandomNumberGenerator.Fill(bytes);
            Crockford.Encode(bytes, text);
        });
}
