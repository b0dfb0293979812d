using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Pixza.Core.Database.LocalCluster;
using Pixza.Testing;

namespace Pixza.Core.Tests.Database.LocalCluster;

public sealed class LocalPostgresTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    private string Data => folder.PathOf("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_cluster_of_utf8_that_wants_its_password()
    {
        await using var postgres = await StartAsync();

        Assert.Equal("UTF8 C.UTF-8", await QueryAsync<string>(
            postgres.ConnectionString, "select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = current_database()"));
        Assert.Equal("scram-sha-256", await QueryAsync<string>(postgres.ConnectionString, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
        Assert.Equal("127.0.0.1", await QueryAsync<string>(postgres.ConnectionString, "show listen_addresses"));
        Assert.Equal("on", await QueryAsync<string>(postgres.ConnectionString, "show fsync"));
        await Assert.ThrowsAsync<PostgresException>(() => QueryAsync<int>(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess" }.ConnectionString, "select 1"));
        Assert.Contains(said, line => line.StartsWith("Creating the database in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_password_can_be_read_by_its_owner_only()
    {
        await using var postgres = await StartAsync();

        var file = Path.Combine(Data, "database.json");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains(new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Password!, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_start_finds_the_same_data_on_the_same_port_and_says_nothing()
    {
        int port;
        await using (var first = await StartAsync())
        {
            port = first.Port;
            await ExecuteAsync(first.ConnectionString, "create table kept as select 42 as answer");
        }
        Assert.Null(ServerPid());
        said.Clear();

        await using var second = await StartAsync();

        Assert.Equal(port, second.Port);
        Assert.Equal(42, await QueryAsync<int>(second.ConnectionString, "select answer from kept"));
        Assert.Empty(said);
    }

    [Fact]
    public async Task Whoever_comes_meanwhile_joins_and_the_last_who_leaves_stops_the_server()
    {
        var first = await StartAsync();
        var pid = ServerPid();

        var second = await StartAsync();
        await first.DisposeAsync();
        Assert.Equal(pid, ServerPid());
        Assert.Equal(1, await QueryAsync<int>(second.ConnectionString, "select 1"));
        await second.DisposeAsync();

        Assert.Null(ServerPid());
        Assert.False(FileExists("postmaster.pid"));
    }

    [Fact]
    public async Task Eight_who_start_at_once_get_one_server()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(StartAsync)));

        Assert.Single(all.Select(postgres => postgres.ConnectionString).Distinct(StringComparer.Ordinal));
        await Task.WhenAll(all.Select(postgres => postgres.DisposeAsync().AsTask()));
        Assert.Null(ServerPid());
    }

    [Fact]
    public async Task A_killed_server_is_recovered_with_all_that_was_committed()
    {
        var before = await StartAsync();
        await ExecuteAsync(before.ConnectionString, "create table kept as select 42 as answer");
        var pid = ServerPid()!.Value;
        await KillAsync(pid);

        await using var after = await StartAsync();

        Assert.NotEqual(pid, ServerPid());
        Assert.Equal(42, await QueryAsync<int>(after.ConnectionString, "select answer from kept"));
        await before.DisposeAsync();
    }

    [Fact]
    public async Task A_back_end_that_outlives_its_killed_server_does_not_keep_the_next_from_starting()
    {
        var before = await StartAsync();
        await using var connection = new NpgsqlConnection(before.ConnectionString);
        await connection.OpenAsync();
        // Busy in a loop of its own it never looks whether the server is still there.
        var busy = connection.ExecuteAsync("do $$ begin loop end loop; end $$", commandTimeout: 60);
        await WaitForBusyAsync(before.ConnectionString);
        await KillAsync(ServerPid()!.Value);

        await using var after = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(after.ConnectionString, "select 1"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => busy);
        await before.DisposeAsync();
    }

    [Fact]
    public async Task A_pid_file_whose_number_is_another_programs_by_now_is_not_believed()
    {
        await (await StartAsync()).DisposeAsync();
        var stale = Path.Combine(Data, "postgres", "postmaster.pid");
        await File.WriteAllTextAsync(stale, $"{Environment.ProcessId}\n{Data}/postgres\n1700000000\n20001\n\n127.0.0.1\n\nready   \n");

        await using var postgres = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_changed_and_said()
    {
        int port;
        await using (var first = await StartAsync())
            port = first.Port;
        using var occupier = new TcpListener(IPAddress.Loopback, port);
        occupier.Start();

        await using var second = await StartAsync();

        Assert.NotEqual(port, second.Port);
        Assert.Equal(1, await QueryAsync<int>(second.ConnectionString, "select 1"));
        Assert.Contains($"Port {port} is taken; the database uses {second.Port}", said);
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_again()
    {
        Directory.CreateDirectory(Path.Combine(Data, "postgres.new", "base"));
        OpenToAll(Data);

        await using var postgres = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
        Assert.False(Directory.Exists(Path.Combine(Data, "postgres.new")));
    }

    [Fact]
    public async Task A_server_that_somebody_started_by_hand_is_used_and_left_running()
    {
        string connectionString;
        await using (var first = await StartAsync())
            connectionString = first.ConnectionString;
        await PgCtlAsync("start", "-w", "-l", Path.Combine(Data, "postgres", "server.log"));

        await (await StartAsync()).DisposeAsync();

        Assert.Equal(1, await QueryAsync<int>(connectionString, "select 1"));
        await PgCtlAsync("stop", "-w", "-m", "fast");
        Assert.Null(ServerPid());
    }

    [Fact]
    public async Task A_database_without_its_password_file_is_refused_with_the_way_out()
    {
        await (await StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(Data, "database.json"));

        var refused = await Assert.ThrowsAsync<LocalClusterException>(StartAsync);

        Assert.Contains("restore that file, or move both away", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_at_the_terminal_does_not_reach_the_server()
    {
        await using var postgres = await StartAsync();

        var session = (await File.ReadAllTextAsync($"/proc/{ServerPid()}/stat")).Split(' ')[5];

        Assert.NotEqual((await File.ReadAllTextAsync("/proc/self/stat")).Split(") ")[1].Split(' ')[3], session);
    }

    private Task<LocalPostgres> StartAsync() => LocalPostgres.StartAsync(Data, line =>
    {
        lock (said)
            said.Add(line);
    });

    private int? ServerPid() => Postmaster.Find(Path.Combine(Data, "postgres"))?.Pid;

    private bool FileExists(string name) => File.Exists(Path.Combine(Data, "postgres", name));

    private async Task PgCtlAsync(string action, params string[] options)
    {
        var cluster = Path.Combine(Data, "postgres");
        var binaries = await PostgresBinaries.FindAsync(major: null, CancellationToken.None);
        var done = await ClusterUser.Choose(cluster).RunAsync([binaries!.PgCtl, action, "-D", cluster, .. options], CancellationToken.None);
        Assert.True(done.ExitCode == 0, done.Output);
    }

    private static void OpenToAll(string path) =>
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    private static async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task WaitForBusyAsync(string connectionString)
    {
        while (await QueryAsync<long>(connectionString, "select count(*) from pg_stat_activity where state = 'active' and query like 'do %'") == 0)
            await Task.Delay(20);
    }

    private static async Task<T?> QueryAsync<T>(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await connection.ExecuteAsync(sql);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
