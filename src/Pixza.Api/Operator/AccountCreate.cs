using System.Text.Json;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary><c>account create</c>: an account with a live and a test key, as one JSON object.</summary>
public static class AccountCreate
{
    public static Verb Verb { get; } = new(
        "account create", "Makes an account and prints account_id, api_key, test_key, email and password as one JSON object.",
        [new("email", "E", Required: true), new("plan", "free|pro|agency"), new("credits", "N"), new("rate-limit", "N"), new("password", "P")], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var wish = new NewAccount(
            arguments.Text("email")!, arguments.Text("plan") ?? Plans.Free, arguments.Number("credits", 0, 1_000_000_000_000),
            (int?)arguments.Number("rate-limit", 1, 1_000_000_000), arguments.Text("password"));
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        switch (await session.Get<AccountService>().CreateAsync(wish, cancellationToken))
        {
            case CreateAccountResult.Created made:
                await output.WriteLineAsync(JsonSerializer.Serialize(new
                {
                    account_id = PublicId.Format(PublicId.Account, made.AccountId),
                    api_key = made.LiveKey,
                    test_key = made.TestKey,
                    email = wish.Email,
                    password = made.Password,
                }));
                return 0;
            case CreateAccountResult.EmailTaken:
                throw new RefusedException($"{wish.Email} has an account already.");
            case CreateAccountResult.Invalid invalid:
                throw new UsageException(invalid.Message, Verb);
            case var other:
                throw new NotSupportedException(other.ToString());
        }
    }
}
