using System.Globalization;
using System.Runtime.InteropServices;

namespace Pixza.Bench;

/// <summary>The figures, each a ratio to its limit, taken in the same run.</summary>
internal sealed class Table(Settings settings)
{
    private readonly List<string[]> rows = [["row", "measure", "Pixza", "limit", "ratio", "target", "reached"]];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public void Ratio(string row, string measure, string unit, double pixza, double limit, double target, bool atLeast)
    {
        var ratio = pixza / limit;
        Add(row, measure, $"{Text(pixza)} {unit}", $"{Text(limit)} {unit}", ratio.ToString("0.00", CultureInfo.InvariantCulture), $"{(atLeast ? "≥" : "≤")} {target.ToString(CultureInfo.InvariantCulture)}", (atLeast ? ratio >= target : ratio <= target) ? "yes" : "no");
    }

    public void Figure(string row, string measure, string value) => Add(row, measure, value, "", "", "", "");

    public void Print(TextWriter output)
    {
        output.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {settings.Rounds} interleaved rounds of {settings.Seconds} s, medians");
        output.WriteLine();
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine($"| {string.Join(" | ", rows[i])} |");
            if (i == 0)
                output.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", rows[i].Length))}");
        }
    }

    private void Add(params string[] cells)
    {
        rows.Add(cells);
        Console.Error.WriteLine(string.Join("  ", cells));
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "#,0" : "0.###", CultureInfo.InvariantCulture);
}
