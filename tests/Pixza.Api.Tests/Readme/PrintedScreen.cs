using System.Globalization;
using System.Text.RegularExpressions;

namespace Pixza.Api.Tests.Readme;

/// <summary>What the program printed at its first start.</summary>
internal sealed partial class PrintedScreen(string output, int port)
{
    private readonly string local = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    private readonly string liveKey = LiveKey().Match(output).Value;

    /// <summary>The curl line as it stands there.</summary>
    public string Curl => output.Split('\n').Single(line => line.StartsWith("curl ", StringComparison.Ordinal));

    /// <summary>All of it as the README shows it.</summary>
    public string Shown => Hide(output).Trim();

    /// <summary>With the port of ./run, and the secrets shortened.</summary>
    public string Hide(string text) => Password().Replace(Keys().Replace(text.Replace(local, "127.0.0.1:8080", StringComparison.Ordinal), "${kind}…"), "${start}…");

    /// <summary>A line of the README with this host's port and key.</summary>
    public string Fill(string line) => line.Replace("127.0.0.1:8080", local, StringComparison.Ordinal).Replace("pk_live_…", liveKey, StringComparison.Ordinal);

    [GeneratedRegex("pk_live_[A-Za-z0-9]+", RegexOptions.None, 1_000)]
    private static partial Regex LiveKey();

    [GeneratedRegex("(?<kind>pk_(live|test)_)[A-Za-z0-9]+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Keys();

    [GeneratedRegex(@"(?<start>Password +)\S+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Password();
}
