using System.Globalization;
using System.Text.RegularExpressions;
using Pixza.Testing;

namespace Pixza.Api.Tests.Docs;

/// <summary>docs/configuration.md and the options classes name the same settings, with the same defaults.</summary>
public sealed partial class ConfigurationDocTests
{
    // Worked out from another setting when nothing is set, which the page says in words.
    private static readonly string[] WorkedOut = ["Storage:PublicUrl", "Storage:DataDir"];

    private static readonly IReadOnlyDictionary<string, SettingRow> Page = ReadPage();

    [Fact]
    public void The_page_names_every_setting_of_every_options_class()
    {
        var missing = Options.Settings().Select(setting => setting.Name).Where(name => !Page.ContainsKey(name));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_page_names_every_setting_that_is_read_without_a_class()
    {
        var missing = ReadByName().Where(name => !Page.ContainsKey(name) && !IsTheFrameworks(name));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_page_names_no_setting_that_is_not_there()
    {
        var known = Options.Settings().Select(setting => setting.Name).Concat(ReadByName()).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("Storage:S3:Bucket", known);
        var unknown = Page.Keys.Except(known);
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_page_tells_each_default_as_the_class_has_it()
    {
        var wrong = Options.Settings()
            .Where(setting => Page.ContainsKey(setting.Name) && !WorkedOut.Contains(setting.Name))
            .Where(setting => Page[setting.Name].Default != Text(setting.Default))
            .Select(setting => $"{setting.Name}: the page says {Page[setting.Name].Default}, the class {Text(setting.Default)}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_environment_column_is_the_name_with_two_underscores()
    {
        var wrong = Page.Where(row => row.Value.Environment != row.Value.Written.Replace(":", "__", StringComparison.Ordinal)).Select(row => row.Key);

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_run_sets_is_what_the_page_says_that_it_sets()
    {
        var set = RunExports().Matches(File.ReadAllText(Repository.PathOf("scripts", "machine.sh"))).Select(match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal));

        var section = File.ReadAllText(PagePath).Split("\n## ").Single(part => part.StartsWith("What `./run` sets", StringComparison.Ordinal));
        var said = TwoColumns().Matches(section).Select(match => match.Groups["name"].Value);

        Assert.Equal(set.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    private static string PagePath => Repository.PathOf("docs", "configuration.md");

    private static Dictionary<string, SettingRow> ReadPage() => Rows().Matches(File.ReadAllText(PagePath)).ToDictionary(
        match => ListPlace().Replace(match.Groups["name"].Value, ""),
        match => new SettingRow(match.Groups["name"].Value, match.Groups["environment"].Value, match.Groups["default"].Value.Trim('`')),
        StringComparer.Ordinal);

    // configuration["Models:File"] and the like.
    private static IEnumerable<string> ReadByName() => Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(file => Literals().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
        .Distinct(StringComparer.Ordinal);

    private static bool IsTheFrameworks(string name) => name.StartsWith("Logging:", StringComparison.Ordinal) || name.StartsWith("Kestrel:", StringComparison.Ordinal);

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        bool flag => flag ? "true" : "false",
        Uri address => address.OriginalString,
        System.Collections.IEnumerable list and not string => list.Cast<object>().Any() ? "a list" : "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed record SettingRow(string Written, string Environment, string Default);

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+(:\w+)+)`[^|]*\| `(?<environment>\w+)` \| (?<default>[^|]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+(:\w+)+)` \| [^|]+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TwoColumns();

    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z0-9]+(:[A-Z][A-Za-z0-9]+)+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Literals();

    [GeneratedRegex(@"^ *export (?<name>\w+__\w+)=", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex RunExports();

    [GeneratedRegex(@":\d+$", RegexOptions.None, 1_000)]
    private static partial Regex ListPlace();
}
