using System.Diagnostics;
using System.Globalization;
using System.Net;
using Pixza.Core.Database.LocalCluster;
using Pixza.Testing;

namespace Pixza.Crash.Tests;

/// <summary>One process of the real host, and the way to it.</summary>
public sealed class HostNode : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly HostProcess process;
    private bool disposed;

    private HostNode(HostProcess process, int port)
    {
        this.process = process;
        // A request that is not answered within a minute counts as hung; the client's own limit lies behind that.
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(90) };
    }

    public HttpClient Client { get; }

    /// <summary>What it said last, for a failure's message.</summary>
    public string LastWords => string.Join('\n', $"{process.Output}\n{process.Errors}".Split('\n').TakeLast(60).Select(line => line.Length > 400 ? line[..400] + "…" : line));

    /// <summary>Starts it and waits until it is ready to serve.</summary>
    public static async Task<HostNode> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var port = FreePort.Pick();
        var node = new HostNode(HostProcess.Start(environment, "serve", "--port", port.ToString(CultureInfo.InvariantCulture)), port);
        var start = Stopwatch.GetTimestamp();
        while (!await node.IsReadyAsync())
        {
            if (Stopwatch.GetElapsedTime(start) > StartLimit)
            {
                await node.DisposeAsync();
                throw new TimeoutException($"The host was not ready after {StartLimit.TotalSeconds} s. It said:\n{node.LastWords}");
            }
            await Task.Delay(50);
        }
        return node;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await process.SignalAsync("KILL");
        await DeathAsync();
    }

    /// <summary>Waits for it to end by itself.</summary>
    public Task DeathAsync() => process.WaitForExitAsync();

    /// <summary>Kills it if it still runs. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        Client.Dispose();
        await process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;   // not listening yet
        }
    }
}
