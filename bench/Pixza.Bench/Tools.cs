using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Pixza.Bench;

/// <param name="Rate">Per second.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record Load(double Rate, double P50, double P99);

internal static partial class Tools
{
    /// <summary>wrk, closed loop; a body of errors stops the run, since an error is quickly answered.</summary>
    /// <param name="lua">The script that writes requests and prints "PCT p50 p99 errors".</param>
    public static async Task<Load> WrkAsync(Uri address, string lua, int connections, int seconds)
    {
        var output = await RunAsync("wrk", ["-t" + Math.Min(2, connections), "-c" + connections, $"-d{seconds}s", "--timeout", "20s", "-s", lua, address.AbsoluteUri]);
        var percentiles = Percentiles().Match(output);
        var rate = Rate().Match(output);
        if (!percentiles.Success || !rate.Success)
            throw new InvalidOperationException($"wrk said: {output}");
        if (percentiles.Groups[3].Value != "0")
            throw new InvalidOperationException($"{percentiles.Groups[3].Value} answers were errors: {output}");
        return new Load(Number(rate.Groups[1].Value), Number(percentiles.Groups[1].Value), Number(percentiles.Groups[2].Value));
    }

    /// <summary>pgbench with prepared statements; a script's run is one unit.</summary>
    /// <param name="rate">Units per second to offer, or null for as many as go.</param>
    public static async Task<Load> PgBenchAsync(string connectionString, string script, string folder, int clients, int seconds, double? rate = null)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var work = Directory.CreateDirectory(Path.Combine(folder, $"pgbench-{Guid.CreateVersion7():n}")).FullName;
        var file = Path.Combine(work, "script.sql");
        await File.WriteAllTextAsync(file, script);
        string[] args = ["-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}", "-l", "-f", file,
            "-D", "n=0", "-D", $"base={Stopwatch.GetTimestamp() / 1_000 % 1_000_000_000}", "-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!, server.Database!];
        if (rate is { } offered)
            args = ["-R", offered.ToString("0", CultureInfo.InvariantCulture), .. args];
        var output = await RunAsync(PgBenchPath(), args, work, ("PGPASSWORD", server.Password ?? ""));
        var tps = Tps().Match(output);
        if (!tps.Success)
            throw new InvalidOperationException($"pgbench said: {output}");

        var latencies = Directory.GetFiles(work, "pgbench_log.*").SelectMany(File.ReadLines).Select(line => Number(line.Split(' ')[2]) / 1_000).Order().ToArray();
        Directory.Delete(work, recursive: true);
        return new Load(Number(tps.Groups[1].Value), latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
    }

    private static string PgBenchPath() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault() ?? "pgbench"
        : "pgbench";

    private static async Task<string> RunAsync(string program, string[] args, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {output}{await error}");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"PCT ([\d.]+) ([\d.]+) (\d+)")]
    private static partial Regex Percentiles();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^tps = ([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Tps();
}
