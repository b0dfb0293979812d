using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pixza.Core.Webhooks;

/// <summary>Signs and verifies as Standard Webhooks 1.0.0 says, with HMAC-SHA256 (<c>v1</c>).</summary>
public static class StandardWebhook
{
    public const string SecretPrefix = "whsec_";
    public const int MinSecretBytes = 24, MaxSecretBytes = 64;

    /// <summary>By how much a message's timestamp may differ from the verifier's clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const string Version = "v1,";
    private static readonly SearchValues<char> s_idLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <returns>The value of <c>webhook-signature</c>: one signature per secret, in their order, the newest first during a change.</returns>
    /// <param name="id">Letters, digits, '_' and '-'; a full stop would make two messages sign the same bytes.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    /// <exception cref="ArgumentException">An id with other characters, no secret, or one of a wrong length.</exception>
    public static string Sign(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets)
    {
        if (!IsId(id))
            throw new ArgumentException($"\"{id}\" cannot be a webhook's id.", nameof(id));
        if (secrets.Count == 0 || secrets.Any(secret => secret.Length is < MinSecretBytes or > MaxSecretBytes))
            throw new ArgumentException($"A webhook needs secrets of {MinSecretBytes} to {MaxSecretBytes} bytes.", nameof(secrets));

        var header = new StringBuilder();
        foreach (var secret in secrets)
        {
            if (header.Length > 0)
                header.Append(' ');
            header.Append(Version).Append(Convert.ToBase64String(Hash(secret, id, Seconds(timestamp), body)));
        }

        return header.ToString();
    }

    /// <summary>The value of <c>webhook-timestamp</c>: whole seconds since 1970.</summary>
    public static string Seconds(DateTimeOffset timestamp) => timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether one of the secrets signed these bytes at about this time; the header values are judged strictly, in constant time.</summary>
    public static bool Verify(
        string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets, DateTimeOffset now)
    {
        if (id is null || !IsId(id) || signatures is null || timestamp is not { Length: >= 1 and <= 12 } || timestamp.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        var age = now.ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture);
        if (Math.Abs(age) > (long)Tolerance.TotalSeconds)
            return false;

        var matches = false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            var expected = Hash(secret, id, timestamp, body);
            foreach (var range in signatures.AsSpan().Split(' '))
            {
                var signature = signatures.AsSpan(range);
                if (signature.StartsWith(Version, StringComparison.Ordinal)
                    && Convert.TryFromBase64Chars(signature[Version.Length..], given, out var length) && length == given.Length)
                    matches |= CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        return matches;
    }

    /// <returns><c>whsec_</c> and base64.</returns>
    public static string FormatSecret(ReadOnlySpan<byte> secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>Reads what <see cref="FormatSecret"/> writes.</summary>
    public static bool TryReadSecret(string text, out byte[] secret)
    {
        Span<byte> bytes = stackalloc byte[MaxSecretBytes];
        var isSecret = text.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(text.AsSpan(SecretPrefix.Length), bytes, out var length)
            && (bytes = bytes[..length]).Length >= MinSecretBytes;
        secret = isSecret ? bytes.ToArray() : [];
        return isSecret;
    }

    private static bool IsId(string id) => id.Length > 0 && !id.AsSpan().ContainsAnyExcept(s_idLetters);

    private static byte[] Hash(byte[] secret, string id, string seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.ASCII.GetBytes($"{id}.{seconds}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
