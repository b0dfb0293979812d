using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Database;
using Pixza.Core.Database.LocalCluster;

namespace Pixza.Bench;

/// <summary>One PostgreSQL with fsync on, one database for the limit and one for Pixza, 10,000 accounts in each; child processes that end with it.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Server = new(StringComparer.Ordinal)
    {
        ["shared_buffers"] = "1GB",
        ["max_connections"] = "300",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "30min",
    };

    private readonly LocalPostgres postgres;
    private readonly List<Process> children = [];

    private Sandbox(Settings settings, string folder, LocalPostgres postgres)
    {
        (Settings, Folder, this.postgres) = (settings, folder, postgres);
        Pixza = new PixzaDatabase(postgres.ConnectionString);
    }

    public Settings Settings { get; }

    public string Folder { get; }

    public PixzaDatabase Pixza { get; }

    public string LimitConnectionString => new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "lim" }.ConnectionString;

    /// <summary>A live key of each account, in the accounts' order.</summary>
    public IReadOnlyList<string> Keys { get; private set; } = [];

    public static async Task<Sandbox> StartAsync(Settings settings)
    {
        var folder = Directory.CreateTempSubdirectory("pixza-bench-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        Console.Error.WriteLine("Starting PostgreSQL and filling 10,000 accounts");
        var sandbox = new Sandbox(settings, folder, await LocalPostgres.StartAsync(Path.Combine(folder, "data"), _ => { }, Server));
        await sandbox.FillAsync();
        return sandbox;
    }

    private async Task FillAsync()
    {
        await using (var owner = new NpgsqlConnection(postgres.ConnectionString))
        {
            await owner.ExecuteAsync("create database lim");
        }

        await using (var limit = new NpgsqlConnection(LimitConnectionString))
        {
            await limit.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "limit.sql")));
            await limit.ExecuteAsync("vacuum analyze");
        }

        await new Migrator(Pixza, [MigrationSource.Core, .. PixzaHost.Channels.Select(channel => new MigrationSource(channel.Name, channel.GetType().Assembly))], TimeProvider.System, NullLogger<Migrator>.Instance)
            .MigrateAsync(CancellationToken.None);
        var keys = Enumerable.Range(0, Settings.Accounts).Select(_ => ApiKeyFormat.Create(liveMode: true)).ToList();
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.ExecuteAsync(FillSql, new
        {
            ids = keys.Select(_ => Guid.CreateVersion7()).ToArray(),
            keyIds = keys.Select(_ => Guid.CreateVersion7()).ToArray(),
            hashes = keys.Select(key => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key))).ToArray(),
        });
        await connection.ExecuteAsync("vacuum analyze");
        Keys = keys;
    }

    // Balances of their own making, without transfers: this database is measured, not audited.
    private const string FillSql = """
        with a as (select * from unnest(@ids, @keyIds, @hashes) as a (id, key_id, hash)),
        made as (
          insert into accounts.accounts (id, kind, name, rate_limit, webhook_secret, created_at, changed_at)
          select id, 'person', 'bench', 2000000000, decode(repeat('00', 24), 'hex'), now(), now() from a returning id),
        paid as (insert into ledger.accounts (owner_id, available) select id, 1000000000000 from made)
        insert into accounts.keys (id, account_id, livemode, hash, display, name, scopes, created_by, created_at, changed_at)
        select key_id, id, true, hash, 'pk_live_…', 'bench', '{generate,generations:read,credits:read}', 'bench', now(), now() from a
        """;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts this program as another host and waits until it answers.</summary>
    /// <returns>Its address and its process.</returns>
    public async Task<(Uri Address, Process Process)> HostAsync(string mode, params string[] args)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [mode, address.AbsoluteUri.TrimEnd('/'), .. args]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Insert(0, typeof(Sandbox).Assembly.Location);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        children.Add(process);
        await UntilAnswersAsync(new Uri(address, "/health/live"), process);
        return (address, process);
    }

    public static async Task UntilAnswersAsync(Uri address, Process process)
    {
        using var http = new HttpClient();
        for (var left = Stopwatch.StartNew(); left.Elapsed < TimeSpan.FromSeconds(60);)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The host ended with {process.ExitCode}.");
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"{address} does not answer.");
    }

    public void Stop(Process process)
    {
        children.Remove(process);
        process.Kill();
        process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in children)
            child.Kill();
        await Pixza.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
