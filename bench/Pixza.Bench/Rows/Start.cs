using System.Diagnostics;
using System.Globalization;

namespace Pixza.Bench.Rows;

/// <summary>From the start of the process to its first answer, and the memory it then takes.</summary>
internal static class Start
{
    public static async Task RunAsync(Sandbox sandbox, Table table)
    {
        var times = new List<double>();
        var memory = new List<double>();
        for (var round = 0; round < Math.Max(3, sandbox.Settings.Rounds); round++)
        {
            var watch = Stopwatch.StartNew();
            var (_, process) = await sandbox.HostAsync("pixza-host", sandbox.Pixza.OwnerConnectionString, Path.Combine(sandbox.Folder, "objects"));
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(3));
            memory.Add(ResidentMiB(process.Id));
            sandbox.Stop(process);
        }

        table.Figure("s1", "start to first answer, database ready", $"{Table.Median(times):#,0} ms");
        table.Figure("s2", "resident memory, idle", $"{Table.Median(memory):#,0} MiB");
    }

    private static double ResidentMiB(int processId) => double.Parse(
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture) / 1_024;
}
