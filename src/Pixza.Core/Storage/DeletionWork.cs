using Dapper;
using Pixza.Core.Database;
using Pixza.Core.Jobs;

namespace Pixza.Core.Storage;

/// <summary>Deletes the objects of removed records. The row goes last, so a crash between deletes again, which is no error.</summary>
public sealed class DeletionWork(PixzaDatabase database, IObjectStore objects) : IDueWork
{
    public string Table => "storage.deletions";

    public int Concurrency => 4;

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await NameAsync(id, cancellationToken) is not { } name)
            return;
        await objects.DeleteAsync(name, cancellationToken);   // no connection is held meanwhile
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(DoneSql, new { id }, cancellationToken: cancellationToken));
    }

    private async Task<string?> NameAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken));
    }

    private const string FindSql = "select name from storage.deletions where id = @id";

    private const string DoneSql = "delete from storage.deletions where id = @id";
}
