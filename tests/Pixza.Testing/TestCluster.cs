using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pixza.Api.Hosting;
using Pixza.Core.Database;
using Pixza.Core.Database.LocalCluster;

namespace Pixza.Testing;

/// <summary>
/// One PostgreSQL for all test processes of a clone: the first starts it, the last stops it. It forgets on a power cut (no fsync), so a
/// test that kills PostgreSQL starts one of its own.
/// </summary>
public static class TestCluster
{
    private static readonly Dictionary<string, string> Fast = new(StringComparer.Ordinal)
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["synchronous_commit"] = "off",
        ["max_connections"] = "400",
    };

    private static readonly Lazy<Task<TestServer>> Server = new(StartAsync);

    private static int count;

    /// <summary>Every migration that any part of Pixza brings.</summary>
    public static IReadOnlyList<MigrationSource> Sources { get; } =
        [MigrationSource.Core, .. PixzaHost.Channels.Select(channel => new MigrationSource(channel.Name, channel.GetType().Assembly))];

    internal static async Task<string> CreateDatabaseAsync()
    {
        var server = await Server.Value;
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await using var connection = await OpenAsync(server.ConnectionString);
        await connection.ExecuteAsync($"create database {name} template {server.Template}");
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    internal static async Task DropDatabaseAsync(string name)
    {
        await using var connection = await OpenAsync((await Server.Value).ConnectionString);
        await DropAsync(connection, name);
    }

    /// <summary>Brings a database to this version and lets the application's role in.</summary>
    internal static async Task MigrateAsync(PixzaDatabase database) =>
        await new Migrator(database, Sources, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);

    private static async Task<TestServer> StartAsync()
    {
        var folder = Environment.GetEnvironmentVariable("PIXZA_TEST_CLUSTER") ?? Repository.PathOf(".cache", "test-data");
        var postgres = await LocalPostgres.StartAsync(folder, _ => { }, Fast);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => postgres.DisposeAsync().AsTask().GetAwaiter().GetResult();

        var connectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = await OpenAsync(connectionString);
        // Held until this connection closes: one process prepares, the others then find all done.
        await connection.ExecuteAsync("select pg_advisory_lock(20260101)", commandTimeout: 300);
        await SweepAsync(connection);
        return new TestServer(connectionString, await EnsureTemplateAsync(connection, connectionString));
    }

    // Migrating takes a second, copying what was migrated a tenth of that.
    private static async Task<string> EnsureTemplateAsync(NpgsqlConnection connection, string connectionString)
    {
        var sql = string.Concat(Sources.SelectMany(source => source.Read()).Select(file => file.Name + file.Sql));
        var name = "template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))[..16];
        if (await connection.ExecuteScalarAsync<bool>("select exists (select 1 from pg_database where datname = @name)", new { name }))
            return name;

        var old = await connection.QueryAsync<string>("select datname from pg_database where datname like 'template\\_%'");
        foreach (var other in old)
            await DropAsync(connection, other);
        await connection.ExecuteAsync($"create database {name}_new");
        await using (var draft = new PixzaDatabase(
            new NpgsqlConnectionStringBuilder(connectionString) { Database = $"{name}_new", Pooling = false }.ConnectionString))
            await MigrateAsync(draft);
        await connection.ExecuteAsync($"alter database {name}_new rename to {name}");
        return name;
    }

    /// <summary>Removes what test processes that were killed have left.</summary>
    private static async Task SweepAsync(NpgsqlConnection connection)
    {
        foreach (var name in await connection.QueryAsync<string>("select datname from pg_database where datname like 'test\\_%'"))
        {
            if (!IsAlive(int.Parse(name.Split('_')[1], CultureInfo.InvariantCulture)))
                await DropAsync(connection, name);
        }
    }

    private static async Task DropAsync(NpgsqlConnection connection, string name)
    {
        await connection.ExecuteAsync($"drop database if exists \"{name}\" with (force)");
        await connection.ExecuteAsync($"drop role if exists \"{name}_app\"");
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private sealed record TestServer(string ConnectionString, string Template);
}
