using System.Security.Cryptography;
using Dapper;
using Pixza.Core.Database;
using Pixza.Core.Ids;
using Pixza.Core.Media;
using Pixza.Core.Storage;

namespace Pixza.Core.Files;

/// <summary>Stored input images: each once per account and mode, by its hash. Private.</summary>
public sealed class FileStore(PixzaDatabase database, IObjectStore objects, TimeProvider clock)
{
    /// <summary>Stores the image, or finds it stored. The object is there before its row is.</summary>
    public async Task<StoredFile> StoreAsync(Guid accountId, bool liveMode, ReadOnlyMemory<byte> bytes, MediaInfo media, CancellationToken cancellationToken)
    {
        var sha256 = SHA256.HashData(bytes.Span);
        if (await FindByHashAsync(accountId, liveMode, sha256, cancellationToken) is { } known)
            return known;

        var now = clock.GetUtcNow();
        var name = $"in/{Tokens.New()}.{media.Type.Extension}";
        await objects.PutAsync(name, bytes, media.Type.ContentType, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = new
        {
            id = Guid.CreateVersion7(now),
            accountId,
            liveMode,
            name,
            sha256,
            media.Type.ContentType,
            bytes = (long)bytes.Length,
            width = media.ShownWidth,
            height = media.ShownHeight,
            now,
        };
        if (await connection.ExecuteAsync(new CommandDefinition(InsertSql, row, cancellationToken: cancellationToken)) == 0)
            await objects.DeleteAsync(name, cancellationToken);   // somebody stored the same image in between
        return (await FindByHashAsync(accountId, liveMode, sha256, cancellationToken))!;
    }

    private const string InsertSql = """
        insert into storage.files (id, account_id, livemode, name, sha256, content_type, bytes, width, height, created_at)
        values (@id, @accountId, @liveMode, @name, @sha256, @ContentType, @bytes, @width, @height, @now)
        on conflict (account_id, livemode, sha256) do nothing
        """;

    private async Task<StoredFile?> FindByHashAsync(Guid accountId, bool liveMode, byte[] sha256, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(
            new CommandDefinition(FindByHashSql, new { accountId, liveMode, sha256 }, cancellationToken: cancellationToken));
    }

    private const string FindByHashSql = """
        select id, name, content_type, bytes, width, height, created_at from storage.files
        where account_id = @accountId and livemode = @liveMode and sha256 = @sha256
        """;

    /// <returns>The account's file in that mode, or null.</returns>
    public async Task<StoredFile?> FindAsync(Guid accountId, bool liveMode, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(
            new CommandDefinition(FindSql, new { accountId, liveMode, id }, cancellationToken: cancellationToken));
    }

    private const string FindSql = """
        select id, name, content_type, bytes, width, height, created_at from storage.files
        where id = @id and account_id = @accountId and livemode = @liveMode
        """;

    /// <summary>For the system itself, whoever it belongs to.</summary>
    public async Task<StoredFile?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(FindAnySql, new { id }, cancellationToken: cancellationToken));
    }

    private const string FindAnySql = "select id, name, content_type, bytes, width, height, created_at from storage.files where id = @id";

    /// <returns>The file's bytes, or null when its object is not there, or larger than <paramref name="maxBytes"/>.</returns>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken, long maxBytes = long.MaxValue)
    {
        if (await objects.StatAsync(name, cancellationToken) is not { } info || info.Bytes > maxBytes)
            return null;
        await using var stream = await objects.OpenAsync(name, 0, null, cancellationToken);
        if (stream is null)
            return null;
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}

/// <param name="Name">The object's name in the store.</param>
public sealed record StoredFile(Guid Id, string Name, string ContentType, long Bytes, int Width, int Height, DateTimeOffset CreatedAt);
