using Pixza.Testing;

namespace Pixza.Api.Tests.Deployment;

public sealed class ScriptTests
{
    private static readonly string[] Scripts = ["run", "test", "pixza", ".ci/run", "scripts/machine.sh", "scripts/suites.sh"];

    [Fact]
    public async Task Shellcheck_finds_nothing_in_the_scripts()
    {
        var (code, output) = await Tool.RunAsync("shellcheck", ["-x", .. Scripts]);

        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("pixza")]
    [InlineData(".ci/run")]
    public void A_command_can_be_executed_by_everybody(string name) =>
        Assert.True(File.GetUnixFileMode(Repository.PathOf(name)).HasFlag(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));

    [Fact]
    public async Task A_part_that_there_is_not_is_a_message_with_the_parts_that_there_are()
    {
        var (code, output) = await Tool.RunAsync("bash", ["test", "core", "nonsense"]);

        Assert.Equal(1, code);
        Assert.StartsWith("pixza: There is no part \"nonsense\". The parts are: core, api,", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok 1 - a\n# pass 3\n# fail 0\n# skipped 1\n", 0, "3 passed, 0 failed, 1 skipped", 0)]
    [InlineData("   Some.Tests  Total: 16, Errors: 0, Failed: 2, Skipped: 1, Not Run: 3, Time: 1.5s\n", 1, "10 passed, 2 failed, 1 skipped", 1)]
    [InlineData("   Some.Tests  Total: 16, Errors: 1, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.5s\n", 1, "16 passed, 1 failed", 1)]
    [InlineData("7 passed, 0 failed\n", 0, "7 passed, 0 failed", 0)]
    [InlineData("7 passed, 0 failed\n", 139, "7 passed, 1 failed", 1)]
    [InlineData("nothing to run\n", 0, "0 passed, 1 failed", 1)]
    public async Task The_last_line_tells_the_sum_and_the_exit_code_whether_all_went_well(string said, int ended, string last, int code)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("said"), said);
        var harness = $$"""
            source scripts/machine.sh; source scripts/suites.sh
            RESULTS={{folder.PathOf("results")}}
            start_part() { cat {{folder.PathOf("said")}}; return {{ended}}; }
            run_parts some 2>/dev/null
            """;

        var (exitCode, output) = await Tool.RunAsync("bash", ["-c", harness]);

        Assert.Equal(last, output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(code, exitCode);
    }
}
