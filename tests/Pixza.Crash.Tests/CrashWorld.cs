using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Dapper;
using Npgsql;
using Pixza.Core.Database.LocalCluster;
using Pixza.Testing;
using Pixza.Testing.Net;

namespace Pixza.Crash.Tests;

/// <summary>
/// A data folder with a PostgreSQL as in production (every commit reaches the disk) that outlives the hosts killed over it, one account, an
/// address that takes webhooks, and the hosts. Whatever happens, all of it is gone at the end.
/// </summary>
public sealed class CrashWorld : IAsyncLifetime
{
    public const long Credits = 1_000_000;

    private readonly TemporaryFolder folder = new();
    private readonly RawHttpServer receiver = new(RawHttpServer.Says(204, [], "Connection: close"));
    private readonly List<HostNode> nodes = [];
    private readonly List<Tally> tallies = [];
    private LocalPostgres? postgres;

    public Customer Customer { get; private set; } = null!;

    public string ConnectionString => postgres!.ConnectionString;

    public string WebhookUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{receiver.Port}/hook");

    /// <summary>What arrived at <see cref="WebhookUrl"/>: the message's id and the generation's.</summary>
    public IReadOnlyList<(string MessageId, string GenerationId)> Webhooks =>
        [.. receiver.Requests.Select(request => (request.Headers["webhook-id"], JsonDocument.Parse(request.Body).RootElement.GetProperty("id").GetString()!))];

    /// <summary>What the last two hosts said, for a failure's message.</summary>
    public string LastWords => string.Join('\n', nodes.TakeLast(2).Select((node, i) => $"The {(i == 0 ? "host before" : "last host")} said:\n{node.LastWords}"));

    private string Data => folder.PathOf("data");

    public async ValueTask InitializeAsync()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        AppDomain.CurrentDomain.ProcessExit += StopPostgres;
        postgres = await LocalPostgres.StartAsync(Data, _ => { });
        var (code, output) = await CommandAsync(
            "account", "create", "--email", "crash@example.com", "--plan", "agency", "--credits", Credits.ToString(CultureInfo.InvariantCulture), "--rate-limit", "1000000");
        Assert.True(code == 0, output);
        var made = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Customer = new Customer(made.GetProperty("api_key").GetString()!, made.GetProperty("test_key").GetString()!);
        Console.WriteLine($"* crash tests with PIXZA_CRASH_SEED={Rounds.Seed} PIXZA_CRASH_ROUNDS={Rounds.Count}");
    }

    /// <summary>The counts of one kind of crash, printed at the end.</summary>
    public Tally TallyOf(string name)
    {
        if (tallies.Find(tally => tally.Name == name) is { } known)
            return known;
        var made = new Tally(name);
        tallies.Add(made);
        return made;
    }

    /// <param name="fault">Where the host kills itself, and at which passing.</param>
    public async Task<HostNode> StartNodeAsync((string Point, int Passing)? fault = null)
    {
        var environment = Environment(ConnectionString);
        if (fault is var (point, passing))
        {
            environment["Faults__KillAt"] = point;
            environment["Faults__KillAfter"] = passing.ToString(CultureInfo.InvariantCulture);
        }
        var node = await HostNode.StartAsync(environment);
        nodes.Add(node);
        return node;
    }

    /// <summary>Runs one of the operator's commands as a process.</summary>
    public async Task<(int Code, string Output)> CommandAsync(params string[] words)
    {
        await using var command = HostProcess.Start(Environment(ConnectionString), words);
        var code = await command.WaitForExitAsync();
        return (code, command.Output + command.Errors);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    /// <summary>Kills PostgreSQL's parent process, or lets it drop everything at once, and waits until it is gone.</summary>
    /// <param name="signal">KILL, or QUIT for its immediate shutdown.</param>
    public async Task StopPostgresAsync(string signal)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(postgres!.Folder, "postmaster.pid")))[0];
        var (code, said) = await Tool.RunAsync("kill", [$"-{signal}", pid]);
        Assert.True(code == 0, said);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await ListensAsync(postgres.Port))
            await Task.Delay(20, limit.Token);
    }

    public async Task StartPostgresAsync()
    {
        var left = postgres!;
        var port = left.Port;
        postgres = await LocalPostgres.StartAsync(Data, _ => { });
        await left.DisposeAsync();
        Assert.Equal(port, postgres.Port);
        // This process too has connections of the one before.
        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tally in tallies)
            Console.WriteLine(tally);
        foreach (var node in nodes)
            await node.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        AppDomain.CurrentDomain.ProcessExit -= StopPostgres;
        await receiver.DisposeAsync();
        folder.Dispose();
    }

    // Ctrl-C ends the tests without their ends.
    private void StopPostgres(object? sender, EventArgs e) => postgres?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Dictionary<string, string> Environment(string connectionString) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Pixza"] = connectionString,
        ["Pixza__DataDir"] = Data,
        ["Pixza__PublicUrl"] = "http://pixza.test",
        ["Jobs__LeaseSeconds"] = "2",
        // A host that is killed keeps the requests of the window that it had leased; several a minute would use up any limit.
        ["RateLimits__WindowSeconds"] = "1",
        ["Providers__Preview"] = "true",
        ["Net__AllowPrivateAddresses"] = "true",
        ["Net__AllowHttp"] = "true",
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
