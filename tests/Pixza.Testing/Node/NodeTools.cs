using System.Diagnostics;

namespace Pixza.Testing.Node;

/// <summary>The Node tools of tests/node, installed by <c>npm ci</c> when they are missing or older than their lock file.</summary>
public static class NodeTools
{
    private static readonly Lazy<Task> s_installed = new(InstallAsync);

    public static string Folder { get; } = Repository.PathOf("tests", "node");

    /// <summary>Starts node with a script and arguments; paths are relative to tests/node.</summary>
    public static async Task<Process> StartAsync(params string[] arguments)
    {
        await s_installed.Value;
        return Start("node", arguments);
    }

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string script, string input = "")
    {
        using var process = await StartAsync(script);
        return await FinishAsync(process, input);
    }

    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Repository.PathOf(".cache"));
        await using var alone = await LockAsync(Repository.PathOf(".cache", "tests-node.lock"));
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        using var npm = Start("npm", ["ci", "--no-audit", "--no-fund"]);
        await FinishAsync(npm, "");
    }

    /// <summary>Several test runs may start at once; one of them installs.</summary>
    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<string> FinishAsync(Process process, string input)
    {
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{process.StartInfo.FileName} failed: {await errors}");
    }
}
