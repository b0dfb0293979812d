using System.Globalization;
using System.Text.RegularExpressions;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>A folder that holds initdb, pg_ctl and postgres of one version.</summary>
/// <param name="Major">15 for PostgreSQL 15.18.</param>
public sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest PostgreSQL that Pixza's schema works on.</summary>
    public const int OldestMajor = 14;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Finds the newest PostgreSQL of this machine, or the one of <paramref name="major"/>.</summary>
    /// <returns>Null when there is none that is new enough.</returns>
    public static async Task<PostgresBinaries?> FindAsync(int? major, CancellationToken cancellationToken)
    {
        PostgresBinaries? best = null;
        foreach (var folder in Folders().Where(IsComplete).Distinct(StringComparer.Ordinal))
        {
            var version = await MajorOfAsync(folder, cancellationToken);
            if (version < OldestMajor || (major is not null && version != major))
                continue;
            if (best is null || version > best.Major)
                best = new PostgresBinaries(folder, version);
        }
        return best;
    }

    private static IEnumerable<string> Folders()
    {
        // A link in PATH may name one program only; its target lies beside the others.
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
            var link = new FileInfo(Path.Combine(folder, "initdb"));
            if (link.Exists && link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                yield return target.DirectoryName!;
        }

        foreach (var folder in Under("/usr/lib/postgresql", "*", "bin")
            .Concat(Under("/usr", "pgsql-*", "bin"))
            .Concat(Under("/opt/homebrew/opt", "postgresql*", "bin"))
            .Concat(Under("/usr/local/opt", "postgresql*", "bin"))
            .Concat(Under("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"))
            .Concat(Under("/Applications/Postgres.app/Contents/Versions", "*", "bin")))
            yield return folder;
    }

    private static IEnumerable<string> Under(string parent, string pattern, string child) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, child))
            : [];

    private static bool IsComplete(string folder) => Needed.All(name => File.Exists(Path.Combine(folder, name)));

    private static async Task<int> MajorOfAsync(string folder, CancellationToken cancellationToken)
    {
        var answer = await Command.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancellationToken);
        var match = Version().Match(answer.Output);
        return match.Success ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d{1,4})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Version();
}
