using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Accounts;

/// <summary>
/// Hashes passwords with the framework's PBKDF2 (HMAC-SHA512). One takes about a quarter of a second of a core, so few run at once,
/// few more wait, and the rest are told to come back: <see cref="TryEnterAsync"/> comes first.
/// </summary>
public sealed class Passwords : IDisposable
{
    public const int MinLength = 10;
    public const int MaxLength = 256;
    public const int Iterations = 600_000;

    /// <summary>How many may wait for their turn.</summary>
    internal const int MaxWaiting = 12;

    private static readonly object s_user = new();

    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly string nobody = HashOfNothing();
    private int waiting;

    /// <summary>Waits for a turn; disposing what is returned ends it.</summary>
    /// <returns>Null when too many are waiting already.</returns>
    public async Task<IDisposable?> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            await turns.WaitAsync(cancellationToken);
            return new Turn(turns);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <returns>What is wrong with a new password, for the person who chose it; null when nothing is.</returns>
    public static string? Refuse(string? password) => password switch
    {
        null or { Length: < MinLength } => $"Use at least {MinLength} characters.",
        { Length: > MaxLength } => $"Use at most {MaxLength} characters.",
        _ => null,
    };

    public string Hash(string password) => hasher.HashPassword(s_user, password);

    /// <summary>Compares, at the same cost when there is no such user (<paramref name="hash"/> is null).</summary>
    /// <param name="better">A stronger hash to store instead, when the stored one is of an older kind.</param>
    public bool Verify(string? hash, string password, out string? better)
    {
        var result = hasher.VerifyHashedPassword(s_user, hash ?? nobody, password);
        better = result == PasswordVerificationResult.SuccessRehashNeeded ? Hash(password) : null;
        return hash is not null && result != PasswordVerificationResult.Failed;
    }

    /// <returns>A password for somebody who gave none: 120 random bits.</returns>
    public static string Random() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 24);

    public void Dispose() => turns.Dispose();

    // The framework's format (a version, the hash's kind, the rounds, the salt's length, salt, key) around random bytes.
    private static string HashOfNothing()
    {
        var bytes = new byte[61];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Iterations);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        RandomNumberGenerator.Fill(bytes.AsSpan(13));
        return Convert.ToBase64String(bytes);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                turns.Release();
        }
    }
}
