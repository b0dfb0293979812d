using System.Text.Json;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary><c>key create</c>: another key for an account; the secret is printed now and kept nowhere.</summary>
public static class KeyCreate
{
    public static Verb Verb { get; } = new(
        "key create", "Makes a key and prints it as one JSON object, this once.",
        [new("account", "A", Required: true), new("name", "NAME"), new("test", null), new("monthly-cap", "N")], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var cap = arguments.Number("monthly-cap", 1, 1_000_000_000);
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var account = await session.AccountAsync(arguments, cancellationToken);
        var wish = new NewKey(account.Id, LiveMode: !arguments.Has("test"), arguments.Text("name") ?? "Operator's key", "operator") { MonthlyCap = cap };
        switch (await session.Get<ApiKeys>().CreateAsync(wish, cancellationToken))
        {
            case CreateKeyResult.Created made:
                await output.WriteLineAsync(JsonSerializer.Serialize(new
                {
                    key_id = PublicId.Format(PublicId.Key, made.Id),
                    account_id = PublicId.Format(PublicId.Account, account.Id),
                    api_key = made.Secret,
                }));
                return 0;
            case CreateKeyResult.TooMany many:
                throw new RefusedException($"The account has {many.Max} working keys, as many as one may have: revoke one first.");
            case CreateKeyResult.Invalid invalid:
                throw new UsageException(invalid.Message, Verb);
            case var other:
                throw new RefusedException($"The key could not be made: {other}.");
        }
    }
}
