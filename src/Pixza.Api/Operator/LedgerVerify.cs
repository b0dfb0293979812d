using Pixza.Core.Ledger;

namespace Pixza.Api.Operator;

/// <summary><c>ledger verify</c>: recomputes the books; a line per difference and exit code 1 when there are any.</summary>
public static class LedgerVerify
{
    public static Verb Verb { get; } = new("ledger verify", "Recomputes every balance and hold; may run while Pixza serves.", [], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var differences = await session.Get<LedgerVerifier>().VerifyAsync(cancellationToken);
        foreach (var difference in differences)
            await output.WriteLineAsync(difference);
        if (differences.Count == 0)
            await output.WriteLineAsync("The books balance.");
        return differences.Count == 0 ? 0 : 1;
    }
}
