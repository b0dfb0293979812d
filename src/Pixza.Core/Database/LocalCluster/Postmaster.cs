using System.Diagnostics;
using System.Globalization;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>A PostgreSQL server as its folder shows it.</summary>
/// <param name="Stopping">It has been told to stop and has not ended yet.</param>
internal sealed record Postmaster(int Pid, int Port, bool Stopping)
{
    /// <returns>Null when no server runs on the folder, whatever a postmaster.pid left behind may say.</returns>
    internal static Postmaster? Find(string folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PidFile(folder));
        }
        catch (IOException)
        {
            return null;
        }
        if (lines.Length < 4 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid) || !Serves(pid, folder))
            return null;
        var stopping = lines.Length > 7 && lines[7].Trim() == "stopping";
        return int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? new Postmaster(pid, port, stopping) : null;
    }

    /// <summary>
    /// Clears what a killed server leaves: a pid file whose number is another program's by now, which PostgreSQL itself would take for a
    /// running server, and back ends that outlive it in a long statement and keep its memory. Only while the start lock is held.
    /// </summary>
    internal static void ClearRemains(string folder)
    {
        File.Delete(PidFile(folder));
        if (!Directory.Exists("/proc/self"))
            return;
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var pid) || !LivesIn(pid, folder))
                continue;
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It has ended by itself meanwhile, which is what was wanted.
            }
        }
    }

    private static string PidFile(string folder) => Path.Combine(folder, "postmaster.pid");

    private static bool Serves(int pid, string folder)
    {
        if (Directory.Exists("/proc/self"))
            return LivesIn(pid, folder);
        var listing = Command.RunAsync(["/bin/ps", "-o", "command=", "-p", pid.ToString(CultureInfo.InvariantCulture)], CancellationToken.None)
            .GetAwaiter().GetResult();
        return listing.Output.Contains(folder, StringComparison.Ordinal);
    }

    // Every process of a server works in its data folder, and is called postgres.
    private static bool LivesIn(int pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal)
                && new DirectoryInfo($"/proc/{pid}/cwd").LinkTarget == folder;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
