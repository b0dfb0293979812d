using System.Globalization;

namespace Pixza.Bench;

/// <param name="Seconds">Of each measurement.</param>
/// <param name="Rounds">Interleaved; the median counts.</param>
/// <param name="Generations">In the list that pages are read from.</param>
internal sealed record Settings(int Seconds, int Rounds, int Generations, IReadOnlyList<string> Rows)
{
    public const int Accounts = 10_000;

    public bool Wants(string row) => Rows.Count == 0 || Rows.Contains(row);

    public static Settings Parse(string[] args)
    {
        var settings = new Settings(4, 3, 1_000_000, []);
        var rows = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            settings = args[i] switch
            {
                "--seconds" => settings with { Seconds = Number(args[++i]) },
                "--rounds" => settings with { Rounds = Number(args[++i]) },
                "--rows" => settings with { Generations = Number(args[++i]) },
                var row => Add(settings, rows, row),
            };
        }

        return settings with { Rows = rows };
    }

    private static Settings Add(Settings settings, List<string> rows, string row)
    {
        if (row is not ("writes" or "reads" or "lists" or "limiter" or "start"))
            throw new ArgumentException($"There is no row {row}; the rows are writes, reads, lists, limiter and start.", nameof(row));
        rows.Add(row);
        return settings;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
