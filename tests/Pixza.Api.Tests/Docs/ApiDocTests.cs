using System.Text.RegularExpressions;
using Pixza.Core.Accounts;
using Pixza.Testing;

namespace Pixza.Api.Tests.Docs;

/// <summary>docs/api.md names what the code can answer and take.</summary>
public sealed partial class ApiDocTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "api.md"));

    private static string Source(params string[] parts) => File.ReadAllText(Repository.PathOf(["src", "Pixza.Api", .. parts]));

    [Fact]
    public void Every_error_code_has_its_line()
    {
        var codes = Codes().Matches(Source("Errors", "ApiErrors.cs") + Source("Generations", "GenerationAnswers.cs"))
            .Select(match => (Status: match.Groups["status"].Value, Error: match.Groups["error"].Value)).Distinct();

        Assert.All(codes, code => Assert.Contains($"| {code.Status} | `{code.Error}` |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_reason_has_its_line()
    {
        var reasons = Reasons().Matches(Source("Errors", "ApiErrors.cs") + Source("Files", "Upload.cs")).Select(match => match.Groups["reason"].Value)
            .Concat([KeyRefusals.MissingKey, KeyRefusals.InvalidKey, KeyRefusals.ExpiredKey, KeyRefusals.RevokedKey, KeyRefusals.AccountSuspended])
            .Concat(["account_balance", "key_budget", "max_credits", "input_image_unreachable", "idempotency_key_reused"])
            .Distinct(StringComparer.Ordinal);

        Assert.All(reasons, reason => Assert.Contains($"`{reason}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_member_of_a_request_has_its_line()
    {
        var members = Members().Matches(Source("Generations", "GenerateRequest.cs")).Select(match => match.Groups["member"].Value).ToList();
        var lines = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Contains("max_credits", members);
        Assert.All(members, member => Assert.Contains(lines, line => line.Split('|')[1].Contains($"`{member}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(new(?: ApiError)?\(|=> \()(?<status>[45]\d\d), ""(?<error>[a-z_]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"Reason = ""(?<reason>[a-z_]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Reasons();

    [GeneratedRegex(@"case ""(?<member>[a-z_]+)"":", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Members();
}
