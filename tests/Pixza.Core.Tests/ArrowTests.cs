using System.Xml.Linq;
using Pixza.Testing;

namespace Pixza.Core.Tests;

/// <summary>Dependencies point one way: Api → Shopify, WordPress, Providers, Studio → Core.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Pixza.Core"] = [],
        ["Pixza.Providers"] = ["Pixza.Core"],
        ["Pixza.Studio"] = ["Pixza.Core"],
        ["Pixza.Shopify"] = ["Pixza.Core"],
        ["Pixza.WordPress"] = ["Pixza.Core"],
        ["Pixza.Api"] = ["Pixza.Core", "Pixza.Providers", "Pixza.Shopify", "Pixza.Studio", "Pixza.WordPress"],
    };

    public static TheoryData<string> Projects { get; } =
        [.. Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_reference_points_the_wrong_way(string project)
    {
        var references = XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(references.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
    }

    [Fact]
    public void Every_test_project_is_a_part_of_the_test_command()
    {
        var parts = File.ReadAllText(Repository.PathOf("test"));

        Assert.All(
            Directory.GetDirectories(Repository.PathOf("tests"), "*.Tests").Select(Path.GetFileName),
            project => Assert.Contains($"tests/{project} ", parts, StringComparison.Ordinal));
    }
}
