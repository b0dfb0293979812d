using System.Diagnostics;

namespace Pixza.Testing.Node;

/// <summary>A real S3 server (npm s3rver) on a free port, with one empty bucket; stopped and removed at the end.</summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "pixza";
    public const string AccessKey = "S3RVER";
    public const string SecretKey = "S3RVER";

    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private S3Server(Process process, TemporaryFolder folder, string endpoint)
    {
        (_process, _folder, Endpoint) = (process, folder, endpoint);
    }

    public string Endpoint { get; }

    public static async Task<S3Server> StartAsync()
    {
        var folder = new TemporaryFolder();
        var process = await NodeTools.StartAsync(
            "node_modules/s3rver/bin/s3rver.js", "--directory", folder.Path, "--address", "127.0.0.1", "--port", "0", "--silent", "--configure-bucket", Bucket);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal))
                return new S3Server(process, folder, $"http://127.0.0.1:{line[(line.LastIndexOf(':') + 1)..]}");
        }

        throw new InvalidOperationException($"s3rver did not start: {await process.StandardError.ReadToEndAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
