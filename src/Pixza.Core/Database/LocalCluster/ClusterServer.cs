using System.Globalization;
using Npgsql;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>The server of one data folder: its programs, its user, its place. Every call is made under the folder's start lock.</summary>
internal sealed class ClusterServer
{
    private const int StartSeconds = 120;
    private const long MaxLogBytes = 16 * 1024 * 1024;

    private readonly string dataFolder;
    private readonly PostgresBinaries binaries;
    private readonly ClusterUser user;

    private ClusterServer(string dataFolder, string folder, PostgresBinaries binaries, ClusterUser user) =>
        (this.dataFolder, Folder, this.binaries, this.user) = (dataFolder, folder, binaries, user);

    internal string Folder { get; }

    private string LogFile => Path.Combine(Folder, "server.log");

    /// <summary>Finds the programs and the cluster, and creates the cluster when there is none.</summary>
    internal static async Task<ClusterServer> OpenAsync(string dataFolder, Action<string> say, CancellationToken cancellationToken)
    {
        var file = ClusterFile.Read(dataFolder);
        var known = file is null ? null : file.Folder ?? Path.Combine(dataFolder, "postgres");
        var runner = ClusterUser.Choose(known ?? Path.Combine(dataFolder, "postgres"));
        var folder = known ?? await ClusterFolder.ChooseAsync(dataFolder, runner, cancellationToken);
        var versionFile = Path.Combine(folder, "PG_VERSION");

        if (File.Exists(versionFile))
        {
            if (file is null)
                throw new LocalClusterException($"{folder} holds a database whose password was kept in {ClusterFile.PathIn(dataFolder)}: restore that file, or move both away to begin anew.");
            var major = int.Parse(await File.ReadAllTextAsync(versionFile, cancellationToken), CultureInfo.InvariantCulture);
            var same = await PostgresBinaries.FindAsync(major, cancellationToken)
                ?? throw new LocalClusterException($"The database in {folder} was made by PostgreSQL {major}, which is not installed: install it (Debian: apt-get install postgresql-{major}; macOS: brew install postgresql@{major}).");
            return new ClusterServer(dataFolder, folder, same, runner);
        }

        var newest = await PostgresBinaries.FindAsync(major: null, cancellationToken)
            ?? throw new LocalClusterException($"PostgreSQL {PostgresBinaries.OldestMajor} or newer is not installed: install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17), or set ConnectionStrings__Pixza to a server.");
        say($"Creating the database in {folder} (PostgreSQL {newest.Major}{(runner.Name is { } name ? $", run by the user {name}" : "")})");
        if (!folder.StartsWith(dataFolder + "/", StringComparison.Ordinal))
            say($"It is not in {dataFolder} because the user {runner.Name} may not go there");
        file = (file ?? ClusterFile.New()) with { Folder = folder.StartsWith(dataFolder + "/", StringComparison.Ordinal) ? null : folder };
        file.Write(dataFolder);
        await ClusterFolder.CreateAsync(folder, file.Password, newest, runner, cancellationToken);
        return new ClusterServer(dataFolder, folder, newest, runner);
    }

    /// <summary>Joins the running server, or starts it: on the port it had, or on another when that is taken.</summary>
    internal async Task<ClusterFile> EnsureRunningAsync(
        IReadOnlyDictionary<string, string> settings, Action<string> say, CancellationToken cancellationToken)
    {
        var file = ClusterFile.Read(dataFolder)!;
        if (await FindAsync(cancellationToken) is { } running)
        {
            await WaitUntilReadyAsync(cancellationToken);
            return (file with { Port = running.Port }).Write(dataFolder);
        }

        Postmaster.ClearRemains(Folder);
        KeepLogSmall();
        for (var attempt = 1; ; attempt++)
        {
            var port = attempt == 1 && file.Port != 0 && FreePort.IsFree(file.Port) ? file.Port : FreePort.Pick();
            if (file.Port != 0 && port != file.Port)
                say($"Port {file.Port} is taken; the database uses {port}");
            file = (file with { Port = port }).Write(dataFolder);
            await ClusterFolder.ReplaceAsync(Path.Combine(Folder, "pixza.conf"), ClusterSettings.Text(port, settings), user, cancellationToken);
            if (await StartAsync() is not { } failure)
                return (file with { StartedPid = Postmaster.Find(Folder)?.Pid ?? 0 }).Write(dataFolder);
            if (attempt == 5 || FreePort.IsFree(port))
                throw new LocalClusterException($"PostgreSQL did not start: {failure} The whole story is in {LogFile}.");
        }
    }

    internal async Task EnsureDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await using var exists = source.CreateCommand(DatabaseExistsSql);
            if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
                return;
            await using var create = source.CreateCommand(CreateDatabaseSql);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new LocalClusterException($"The database in {Folder} has another password than {ClusterFile.PathIn(dataFolder)} says: restore that file.", refused);
        }
    }

    private const string DatabaseExistsSql = "select 1 from pg_database where datname = 'pixza'";

    private const string CreateDatabaseSql = "create database pixza";

    /// <summary>Stops the server quickly, cleanly and without waiting for sessions; one that Pixza did not start is left alone.</summary>
    internal async Task StopIfOursAsync()
    {
        if (ClusterFile.Read(dataFolder) is not { } file || Postmaster.Find(Folder) is not { } running || running.Pid != file.StartedPid)
            return;
        var stopped = await user.RunAsync([binaries.PgCtl, "stop", "-D", Folder, "-s", "-w", "-t", "60", "-m", "fast"], CancellationToken.None);
        if (stopped.ExitCode != 0)
            await user.RunAsync([binaries.PgCtl, "stop", "-D", Folder, "-s", "-w", "-t", "30", "-m", "immediate"], CancellationToken.None);
        (file with { StartedPid = 0 }).Write(dataFolder);
    }

    // pg_ctl makes the server the leader of a session of its own, so a Ctrl-C at the terminal reaches Pixza only, which then stops
    // it last. A start that has begun is not called off: who waits for its end knows what there is to stop.
    private async Task<string?> StartAsync()
    {
        var before = LogLength();
        var started = await user.RunAsync(
            [binaries.PgCtl, "start", "-D", Folder, "-l", LogFile, "-s", "-w", "-t", StartSeconds.ToString(CultureInfo.InvariantCulture)],
            CancellationToken.None);
        if (started.ExitCode == 0)
            return null;
        var log = File.Exists(LogFile) ? (await File.ReadAllTextAsync(LogFile))[(int)Math.Min(before, LogLength())..] : "";
        return log.Split('\n').FirstOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal)) is { } fatal
            ? fatal.Trim() + "."
            : started.Output.ReplaceLineEndings(" ");
    }

    private async Task<Postmaster?> FindAsync(CancellationToken cancellationToken)
    {
        while (Postmaster.Find(Folder) is { } found)
        {
            if (!found.Stopping)
                return found;
            await Task.Delay(50, cancellationToken);
        }
        return null;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        // Found by its pid file alone it may still be recovering from a crash.
        var file = ClusterFile.Read(dataFolder)!;
        var port = Postmaster.Find(Folder)?.Port ?? file.Port;
        var connectionString = $"Host=127.0.0.1;Port={port};Username=pixza;Password={file.Password};Database=postgres;Pooling=false;Timeout=5";
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException fault) when (fault is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                if (TimeProvider.System.GetElapsedTime(deadline).TotalSeconds > StartSeconds)
                    throw new LocalClusterException($"PostgreSQL runs in {Folder} but does not answer on port {port}: see {LogFile}.", fault);
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private long LogLength() => new FileInfo(LogFile) is { Exists: true } log ? log.Length : 0;

    private void KeepLogSmall()
    {
        if (LogLength() > MaxLogBytes)
            File.Move(LogFile, LogFile + ".1", overwrite: true);
    }
}
