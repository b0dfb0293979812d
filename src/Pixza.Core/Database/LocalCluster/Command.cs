using System.Diagnostics;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>Runs one of PostgreSQL's programs to its end, in an environment of its own.</summary>
internal static class Command
{
    internal sealed record Result(int ExitCode, string Output);

    // Nothing of the caller's environment goes in: PGDATA, PGPORT or a Latin-1 locale would make another cluster than ours.
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = Locale,
        ["LC_ALL"] = Locale,
        ["TZ"] = "UTC",
    };

    /// <summary>UTF-8 by code point, the same order on every machine; macOS has no C.UTF-8, and there C orders bytes alike.</summary>
    internal static string Locale => OperatingSystem.IsMacOS() ? "C" : "C.UTF-8";

    /// <returns>The exit code, and what the program wrote to both outputs.</returns>
    internal static async Task<Result> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        // The working directory must be one that the unprivileged user may enter as well.
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)
            ?? throw new LocalClusterException($"{command[0]} could not be started.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new Result(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }
    }
}
