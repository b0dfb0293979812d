using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary><c>key revoke</c>: ends a key for good, on every node within a second.</summary>
public static class KeyRevoke
{
    public static Verb Verb { get; } = new(
        "key revoke", "Ends a key for good.", [new("account", "A", Required: true), new("key", "KEY_ID", Required: true)], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        if (!PublicId.TryParse(PublicId.Key, arguments.Text("key"), out var key))
            throw new UsageException("--key is a key's id, key_…, as key list shows it.", Verb);
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var account = await session.AccountAsync(arguments, cancellationToken);
        if (!await session.Get<ApiKeys>().RevokeAsync(account.Id, key, cancellationToken))
            throw new RefusedException("The account has no such key.");
        await output.WriteLineAsync("Revoked.");
        return 0;
    }
}
