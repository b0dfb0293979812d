using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace Pixza.Studio.Media;

/// <summary>
/// Runs ffmpeg on bytes that strangers sent: pipes only, no file names, a fixed demuxer, and limits of time, memory and output.
/// </summary>
internal sealed class Ffmpeg(IOptions<StudioOptions> options, TimeProvider clock)
{
    private readonly Lazy<string?> _program = new(() =>
        options.Value.Ffmpeg is { Length: > 0 } path ? File.Exists(path) ? path : null : Programs.Find("ffmpeg"));

    // Where it exists, the kernel holds ffmpeg to its memory and forbids it to write any file, whatever a picture talks it into.
    private static readonly Lazy<string?> Limiter = new(() => OperatingSystem.IsLinux() ? Programs.Find("prlimit") : null);

    public bool IsAvailable => _program.Value is not null;

    /// <param name="input">Writes what ffmpeg reads on its standard input.</param>
    /// <param name="mostBytes">More output than this stops it.</param>
    /// <param name="patience">How many times the usual limit it may take by the clock, where it waits for our own frames; the limit on its processor time stays.</param>
    /// <returns>What ffmpeg wrote; null when it failed, wrote too much or took too long, with the reason for the log.</returns>
    public async Task<(byte[]? Output, string Reason)> RunAsync(
        IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> input, long mostBytes, CancellationToken cancellationToken, int patience = 1)
    {
        if (_program.Value is not { } program)
            return (null, "ffmpeg was not found");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds((double)options.Value.FfmpegSeconds * patience), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = new Process { StartInfo = Start(program, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return (null, e.Message);
        }

        try
        {
            var feeding = FeedAsync(process, input, both.Token);
            var complaints = ReadAsync(process.StandardError.BaseStream, 16_384, keepReading: true, both.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, mostBytes, keepReading: false, both.Token);
            if (output.Length > mostBytes)
                return (null, "too much output");
            await feeding;
            var reason = Encoding.UTF8.GetString(await complaints);
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0 ? (output, reason) : (null, $"exit code {process.ExitCode}: {reason}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"took longer than {options.Value.FfmpegSeconds * patience} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.FileName = program;
        if (Limiter.Value is { } limiter)
        {
            start.FileName = limiter;
            var bytes = ((long)options.Value.FfmpegMebibytes << 20).ToString(CultureInfo.InvariantCulture);
            foreach (var argument in new[] { $"--as={bytes}", "--fsize=0", "--core=0", $"--cpu={options.Value.FfmpegSeconds}", "--", program })
                start.ArgumentList.Add(argument);
        }

        foreach (var argument in (string[])["-hide_banner", "-nostdin", "-v", "error", .. arguments])
            start.ArgumentList.Add(argument);
        // Nothing of the server's environment, its secrets least of all, is needed to decode a picture.
        start.Environment.Clear();
        start.Environment["LANG"] = "C";
        return start;
    }

    private static async Task FeedAsync(Process process, Func<Stream, CancellationToken, Task> input, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = process.StandardInput.BaseStream;
            await input(stream, cancellationToken);
        }
        catch (IOException)
        {
            // It has read all that it wants, or has given up: its exit code says which.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, long most, bool keepReading, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (all.Length <= most)
                all.Write(buffer, 0, read);
            else if (!keepReading)
                break;
        }

        return all.ToArray();
    }
}
