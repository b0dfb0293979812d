using System.Security.Cryptography;
using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>The secret that signs what Pixza sends to an account's addresses, as Standard Webhooks writes it: <c>whsec_</c> and base64.</summary>
public sealed class WebhookSecrets(PixzaDatabase database, TimeProvider clock)
{
    /// <summary>After a change both secrets sign for this long, so that a receiver can change over.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <returns>The secrets that sign now as bytes, the newest first: one, or two shortly after a change; none when there is no such account.</returns>
    public async Task<IReadOnlyList<byte[]>> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(ReadSql, new { accountId, now = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        return row switch
        {
            null => [],
            { Previous: null } => [row.Secret],
            _ => [row.Secret, row.Previous],
        };
    }

    private const string ReadSql = """
        select webhook_secret as secret, case when previous_secret_until > @now then previous_secret end as previous
        from accounts.accounts where id = @accountId
        """;

    /// <summary>Makes a new secret; the one before signs too for <see cref="Overlap"/>.</summary>
    /// <returns>The new one, to be shown.</returns>
    public async Task<string?> RotateAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var connection = await database.OpenAsync(cancellationToken);
        var parameters = new { accountId, secret, until = clock.GetUtcNow() + Overlap };
        return await connection.ExecuteAsync(new CommandDefinition(RotateSql, parameters, cancellationToken: cancellationToken)) == 1 ? Display(secret) : null;
    }

    private const string RotateSql = """
        update accounts.accounts
        set previous_secret = webhook_secret, previous_secret_until = @until, webhook_secret = @secret, changed_at = clock_timestamp()
        where id = @accountId
        """;

    public static string Display(ReadOnlySpan<byte> secret) => "whsec_" + Convert.ToBase64String(secret);

    private sealed record Row
    {
        public byte[] Secret { get; init; } = [];
        public byte[]? Previous { get; init; }
    }
}
