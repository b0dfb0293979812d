using System.Globalization;
using Npgsql;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>
/// Pixza's own PostgreSQL, in the data folder. The first who needs it starts it, whoever comes meanwhile joins, the last who leaves stops
/// it; a server that somebody else started there by hand is used and left running.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoSettings = [];

    private readonly ClusterServer server;
    private readonly string dataFolder;
    private FileLock? inUse;

    private LocalPostgres(ClusterServer server, string dataFolder, FileLock inUse, ClusterFile file) =>
        (this.server, this.dataFolder, this.inUse, Port, ConnectionString) =
        (server, dataFolder, inUse, file.Port, ConnectionStringOf(file, "pixza"));

    /// <summary>Of the role that owns the database <c>pixza</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>PostgreSQL's own files; its log is <c>server.log</c> among them.</summary>
    public string Folder => server.Folder;

    /// <summary>Makes sure that the server of <paramref name="dataFolder"/> runs: creates, starts, recovers or joins it.</summary>
    /// <param name="say">Gets one line for whatever takes a while or may surprise.</param>
    /// <param name="settings">PostgreSQL settings beside Pixza's own; they count when this call starts the server.</param>
    /// <exception cref="LocalClusterException">It cannot be done; the message tells the way out.</exception>
    public static async Task<LocalPostgres> StartAsync(
        string dataFolder, Action<string> say, IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default)
    {
        var data = DataFolder.Open(dataFolder);
        using var alone = await FileLock.TakeExclusiveAsync(StartLock(data), cancellationToken);
        var opened = await ClusterServer.OpenAsync(data, say, cancellationToken);
        var file = await opened.EnsureRunningAsync(settings ?? NoSettings, say, cancellationToken);
        var shared = FileLock.TryTakeShared(UseLock(data))
            ?? throw new LocalClusterException($"{UseLock(data)} is held by a program that is not Pixza.");
        try
        {
            await opened.EnsureDatabaseAsync(ConnectionStringOf(file, "postgres"), cancellationToken);
        }
        catch
        {
            await LeaveAsync(opened, data, shared);
            throw;
        }
        return new LocalPostgres(opened, data, shared, file);
    }

    /// <summary>Leaves the server, and stops it when nobody else of Pixza is using it. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref inUse, null) is not { } mine)
            return;
        using var alone = await FileLock.TakeExclusiveAsync(StartLock(dataFolder), CancellationToken.None);
        await LeaveAsync(server, dataFolder, mine);
    }

    private static async Task LeaveAsync(ClusterServer server, string data, FileLock mine)
    {
        mine.Dispose();
        using var last = FileLock.TryTakeExclusive(UseLock(data));
        if (last is not null)
            await server.StopIfOursAsync();
    }

    private static string StartLock(string data) => Path.Combine(data, "database-start.lock");

    private static string UseLock(string data) => Path.Combine(data, "database.lock");

    private static string ConnectionStringOf(ClusterFile file, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = file.Port,
        Username = "pixza",
        Password = file.Password,
        Database = database,
    }.ConnectionString;
}
