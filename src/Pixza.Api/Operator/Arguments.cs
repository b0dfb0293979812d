using System.Globalization;

namespace Pixza.Api.Operator;

/// <summary>What stands after a command: its own options, and settings of the configuration such as <c>--Storage:Kind=s3</c>.</summary>
public sealed class Arguments
{
    private static readonly VerbOption Data = new("data", "DIR");

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> settings = [];
    private readonly Verb verb;

    private Arguments(Verb verb) => this.verb = verb;

    /// <summary>For the host: the settings, and <c>--data</c> as the setting that it is.</summary>
    public IReadOnlyList<string> Settings => settings;

    /// <exception cref="UsageException">An option is unknown, repeated, without its value, or missing.</exception>
    public static Arguments Parse(Verb verb, IReadOnlyList<string> words)
    {
        var arguments = new Arguments(verb);
        for (var at = 0; at < words.Count; at++)
            at += arguments.Take(words[at], at + 1 < words.Count ? words[at + 1] : null);
        foreach (var option in verb.Options.Where(option => option.Required && !arguments.values.ContainsKey(option.Name)))
            throw new UsageException($"{option.Form} is missing.", verb);
        if (arguments.Text("data") is { } folder)
            arguments.settings.Add($"--Pixza:DataDir={Path.GetFullPath(folder)}");
        return arguments;
    }

    public string? Text(string option) => values.GetValueOrDefault(option);

    public bool Has(string option) => values.ContainsKey(option);

    /// <summary>A whole number between the bounds, or null when the option is not there.</summary>
    public long? Number(string option, long least, long most)
    {
        if (Text(option) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"--{option} is a whole number from {least} to {most}, not \"{text}\".", verb);
    }

    // Returns how many further words were used up.
    private int Take(string word, string? next)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
            throw new UsageException($"\"{word}\" was not expected.", verb);

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (verb.Options.Append(Data).FirstOrDefault(option => option.Name == name) is not { } known)
            return TakeSetting(word, name, hasValue: equals >= 0, next);

        var follows = equals < 0 && known.Value is not null;
        if (known.Value is null && equals >= 0)
            throw new UsageException($"--{name} takes no value.", verb);
        if (follows && (next is null || next.StartsWith("--", StringComparison.Ordinal)))
            throw new UsageException($"--{name} needs a value: {known.Form}.", verb);
        if (!values.TryAdd(name, follows ? next! : equals < 0 ? "" : word[(equals + 1)..]))
            throw new UsageException($"--{name} stands there twice.", verb);
        return follows ? 1 : 0;
    }

    private int TakeSetting(string word, string name, bool hasValue, string? next)
    {
        // A setting has a section, or is one of the few that ASP.NET itself knows without one.
        if (!name.Contains(':', StringComparison.Ordinal) && name is not ("urls" or "environment" or "http_ports" or "contentRoot" or "applicationName"))
            throw new UsageException($"--{name} is not known.", verb);
        if (!hasValue && next is null)
            throw new UsageException($"--{name} needs a value.", verb);
        settings.Add(hasValue ? word : $"{word}={next}");
        return hasValue ? 0 : 1;
    }
}
