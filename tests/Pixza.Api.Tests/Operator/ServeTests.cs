using System.Net;
using System.Text.RegularExpressions;
using Pixza.Core.Database.LocalCluster;
using Pixza.Testing;

namespace Pixza.Api.Tests.Operator;

/// <summary>The host as ./run starts it: with a PostgreSQL of its own.</summary>
public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Pick();

    private string Data => folder.PathOf("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_start_shows_an_account_that_works_and_the_second_keeps_it()
    {
        await using var first = Serve();
        await first.WaitForAsync("curl -s");
        var key = LiveKey().Match(first.Output).Value;
        await first.SignalAsync("INT");
        Assert.Equal(0, await first.WaitForExitAsync());
        Assert.False(ServerRuns());

        await using var second = Serve();
        await second.WaitForAsync("Pixza is up");

        Assert.DoesNotContain("pk_live_", second.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/v1/credits", key));
        await second.SignalAsync("TERM");
        Assert.Equal(0, await second.WaitForExitAsync());
        Assert.False(ServerRuns());
    }

    [Fact]
    public async Task After_kill_9_of_the_host_the_next_adopts_its_database_and_stops_it_in_the_end()
    {
        await using var killed = Serve();
        await killed.WaitForAsync("Pixza is up");
        await killed.SignalAsync("KILL");
        await killed.WaitForExitAsync();
        Assert.True(ServerRuns());

        await using var next = Serve();
        await next.WaitForAsync("Pixza is up");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        // A terminal that is closed stops it like Ctrl-C.
        await next.SignalAsync("HUP");
        Assert.Equal(0, await next.WaitForExitAsync());
        Assert.False(ServerRuns());
    }

    [Fact]
    public async Task A_second_server_on_the_folder_is_refused_and_a_command_beside_it_works_and_leaves_it_running()
    {
        await using var server = Serve();
        await server.WaitForAsync("Pixza is up");

        await using var second = Serve();
        await using var command = HostProcess.Start(null, "ledger", "verify", "--data", Data);

        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Contains($"Another Pixza is already serving from {Data} (process {server.Pid})", second.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await command.WaitForExitAsync());
        Assert.Equal("The books balance.\n", command.Output);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        await server.SignalAsync("TERM");
        await server.WaitForExitAsync();
    }

    [Fact]
    public async Task A_server_that_joins_a_commands_database_keeps_it_when_the_command_leaves()
    {
        await using var command = await LocalPostgres.StartAsync(Data, _ => { });
        await using var server = Serve();
        await server.WaitForAsync("Pixza is up");

        await command.DisposeAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.False(ServerRuns());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_sentence()
    {
        using var occupier = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port);
        occupier.Start();

        await using var server = Serve();

        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.Contains($"Port {port} is taken by another program: stop it, or choose another with --port N.\n", server.Errors, StringComparison.Ordinal);
        Assert.False(ServerRuns());
    }

    private HostProcess Serve() => HostProcess.Start(null, "serve", "--demo", "--port", $"{port}", "--data", Data);

    // The file goes when the server has stopped in order.
    private bool ServerRuns() => File.Exists(Path.Combine(Data, "postgres", "postmaster.pid"));

    private async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    [GeneratedRegex("pk_live_[A-Za-z0-9]+", RegexOptions.None, 1_000)]
    private static partial Regex LiveKey();
}
