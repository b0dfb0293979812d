using Pixza.Core.Ids;
using Pixza.Core.Ledger;

namespace Pixza.Api.Operator;

/// <summary><c>credits grant</c>: gives an account credits, with the reason on its statement.</summary>
public static class CreditsGrant
{
    public static Verb Verb { get; } = new(
        "credits grant", "Gives credits; --reference makes a repetition move nothing.",
        [new("account", "A", Required: true), new("amount", "N", Required: true), new("reason", "R", Required: true), new("reference", "REF")], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var amount = arguments.Number("amount", 1, 1_000_000_000_000)!.Value;
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var account = await session.AccountAsync(arguments, cancellationToken);
        var movement = new Movement(account.Id, amount, arguments.Text("reference"), arguments.Text("reason"), Actor: "operator");
        switch (await session.Get<CreditLedger>().GrantAsync(movement, cancellationToken))
        {
            case MovementResult.Moved moved:
                await output.WriteLineAsync($"Granted {amount} credits to {PublicId.Format(PublicId.Account, account.Id)}, which has {moved.Available} now.");
                return 0;
            case MovementResult.AlreadyDone:
                await output.WriteLineAsync("Granted before under this reference; nothing was moved now.");
                return 0;
            case var other:
                throw new RefusedException($"Nothing was granted: {other}.");
        }
    }
}
