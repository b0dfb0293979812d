using System.Text.Json;
using Pixza.Testing;

namespace Pixza.Api.Tests.Readme;

/// <summary>README.md's first screen, done as it says: start, paste the printed line, look at the picture and at the balance.</summary>
public sealed class QuickStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ReadmeBlocks readme = ReadmeBlocks.Read();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_the_README_shows_is_what_happens()
    {
        var port = FreePort();
        await using var host = HostProcess.Start(ReadmeBlocks.WhatRunSets(), "serve", "--demo", "--port", $"{port}", "--data", folder.PathOf("data"));
        await host.WaitForAsync("curl -s");
        var printed = new PrintedScreen(host.Output, port);

        // The program's first screen is the README's, but for its secrets and the port.
        Assert.Equal("./run", readme.Commands[0]);
        Assert.Equal(printed.Shown, readme.FirstScreen);
        Assert.Equal(printed.Hide(printed.Curl), readme.Commands[1]);

        // The printed line works as pasted.
        var (code, said) = await Tool.RunAsync("bash", ["-c", printed.Curl]);
        Assert.True(code == 0, said);
        var answer = JsonElement.Parse(said);
        AssertShape(readme.Answers[0], answer);
        Assert.Equal("completed", answer.Text("status"));
        Assert.Equal("4", answer.Text("credits_used"));

        // A picture came back.
        var picture = folder.PathOf("picture.jpg");
        (code, said) = await Tool.RunAsync("curl", ["-sf", "-o", picture, answer.Text("output_url")!]);
        Assert.True(code == 0, said);
        AssertIsJpeg(picture);

        // And four credits are gone, by the README's own next line.
        (code, said) = await Tool.RunAsync("bash", ["-c", printed.Fill(readme.Commands[2])]);
        Assert.True(code == 0, said);
        Assert.Equal(readme.Answers[1].ToString(), said);
        Assert.Equal("96", JsonElement.Parse(said).Text("credits_remaining"));

        await host.SignalAsync("INT");
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public void The_picture_in_the_README_is_there_and_not_heavy()
    {
        var picture = Repository.PathOf("docs", "images", "red-mug.jpg");

        Assert.Contains("docs/images/red-mug.jpg", readme.Text, StringComparison.Ordinal);
        AssertIsJpeg(picture);
        Assert.InRange(new FileInfo(picture).Length, 10_000, 200_000);
    }

    [Fact]
    public void Every_page_of_ours_that_a_page_links_to_is_there()
    {
        string[] pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(file => Path.GetRelativePath(Repository.Root, file))];

        Assert.All(pages, page => Assert.All(ReadmeBlocks.LinksOf(page), target => Assert.True(Path.Exists(target), $"{page} links to {target}")));
    }

    // Each member that the README shows is in the answer; what a run does not change is the same.
    private static void AssertShape(JsonElement shown, JsonElement answer)
    {
        foreach (var member in shown.EnumerateObject())
        {
            Assert.True(answer.TryGetProperty(member.Name, out var real), $"The answer has no {member.Name}.");
            if (member.Name is not ("id" or "output_url" or "created_at" or "seed"))
                Assert.Equal(member.Value.ToString(), real.ToString());
        }
    }

    private static void AssertIsJpeg(string path)
    {
        using var file = File.OpenRead(path);
        Assert.Equal([0xff, 0xd8, 0xff], new[] { file.ReadByte(), file.ReadByte(), file.ReadByte() });
    }

    private static int FreePort() => Core.Database.LocalCluster.FreePort.Pick();
}
