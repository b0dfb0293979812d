using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Testing;

/// <summary>A migrated database of a test's own, empty, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Database = new PixzaDatabase(connectionString);
    }

    /// <summary>Of the owner, as ConnectionStrings:Pixza would be.</summary>
    public string ConnectionString { get; }

    /// <summary>The two ways in, as the application has them.</summary>
    public PixzaDatabase Database { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase(await TestCluster.CreateDatabaseAsync());
        await TestCluster.MigrateAsync(database.Database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await TestCluster.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(ConnectionString).Database!);
    }
}
