namespace Pixza.Api.Operator;

/// <summary>One command of <c>./pixza</c>, as a word or two: <c>ledger verify</c>.</summary>
/// <param name="RunAsync">Does it and returns the process's exit code; what it prints on output is its answer, nothing else goes there.</param>
public sealed record Verb(
    string Name, string Summary, IReadOnlyList<VerbOption> Options, Func<Arguments, TextWriter, CancellationToken, Task<int>> RunAsync)
{
    public string Usage =>
        string.Join(' ', new[] { Name }.Concat(Options.Select(option => option.Required ? option.Form : $"[{option.Form}]")));
}

/// <param name="Value">What stands after it, as the help says it; null: a switch.</param>
public sealed record VerbOption(string Name, string? Value, bool Required = false)
{
    public string Form => Value is null ? $"--{Name}" : $"--{Name} {Value}";
}

/// <summary>A command was written wrongly. The message says how, the help says what is right.</summary>
public sealed class UsageException(string message, Verb? verb = null) : Exception(message)
{
    public Verb? Verb { get; } = verb;
}

/// <summary>A command was understood and cannot be done. The message says why.</summary>
public sealed class RefusedException(string message) : Exception(message);
