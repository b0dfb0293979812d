using Pixza.Api.Operator;
using Pixza.Testing;

namespace Pixza.Api.Tests.Docs;

public sealed class OperationsDocTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "operations.md"));

    [Fact]
    public void Every_command_is_shown_at_work()
    {
        var commands = Commands.All.Select(verb => verb.Name).Where(name => name != "serve");

        Assert.All(commands, name => Assert.Contains($"\n$ ./pixza {name}", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_shown_command_is_given_is_what_it_takes()
    {
        var shown = Page.Split('\n').Where(line => line.StartsWith("$ ./pixza ", StringComparison.Ordinal)).Select(line => line["$ ./pixza ".Length..]);

        Assert.All(shown, line =>
        {
            var verb = Commands.All.Single(verb => line == verb.Name || line.StartsWith(verb.Name + " ", StringComparison.Ordinal));
            var given = line.Split(' ').Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word[2..]).ToList();
            Assert.Subset(verb.Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal), given.ToHashSet(StringComparer.Ordinal));
            Assert.Subset(given.ToHashSet(StringComparer.Ordinal), verb.Options.Where(option => option.Required).Select(option => option.Name).ToHashSet(StringComparer.Ordinal));
        });
    }
}
