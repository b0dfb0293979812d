using System.Text.Json;
using System.Text.RegularExpressions;
using Pixza.Testing;

namespace Pixza.Api.Tests.Readme;

/// <summary>The fenced blocks of README.md's quick start, in their order.</summary>
/// <param name="Commands">The bash blocks.</param>
/// <param name="FirstScreen">What the program prints, after the lines of the script and of the database.</param>
/// <param name="Answers">The json blocks.</param>
internal sealed partial record ReadmeBlocks(string Text, IReadOnlyList<string> Commands, string FirstScreen, IReadOnlyList<JsonElement> Answers)
{
    public static ReadmeBlocks Read()
    {
        var text = File.ReadAllText(Repository.PathOf("README.md"));
        var blocks = Fences().Matches(text).Select(match => (Language: match.Groups["language"].Value, Content: match.Groups["content"].Value.Trim())).ToList();
        string[] Of(string language) => [.. blocks.Where(block => block.Language == language).Select(block => block.Content)];
        var screen = Of("text").Single().Split('\n').SkipWhile(line => line.StartsWith("pixza: ", StringComparison.Ordinal));
        return new ReadmeBlocks(text, Of("bash"), string.Join('\n', screen).Trim(), [.. Of("json").Select(json => JsonElement.Parse(json))]);
    }

    /// <summary>The settings that ./run exports, so that this host is the one that ./run starts; the data folder is the caller's.</summary>
    public static Dictionary<string, string> WhatRunSets() => Exports().Matches(File.ReadAllText(Repository.PathOf("scripts", "machine.sh")))
        .Where(match => match.Groups["name"].Value != "Pixza__DataDir")
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);

    /// <summary>The files that a page links to, as full paths.</summary>
    public static IEnumerable<string> LinksOf(string page)
    {
        var path = Repository.PathOf(page);
        return Links().Matches(File.ReadAllText(path)).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => Path.GetFullPath(target, Path.GetDirectoryName(path)!));
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^ *export (?<name>\w+)=""\$\{\w+:-(?<value>[^}]*)\}""$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Exports();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Links();
}
