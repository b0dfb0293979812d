using System.Globalization;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary><c>key list</c>: an account's keys, a line each, the revoked ones too.</summary>
public static class KeyList
{
    public static Verb Verb { get; } = new("key list", "Lists an account's keys, newest first.", [new("account", "A", Required: true)], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var account = await session.AccountAsync(arguments, cancellationToken);
        var now = session.Get<TimeProvider>().GetUtcNow();
        foreach (var key in await session.Get<ApiKeys>().ListAsync(account.Id, cancellationToken))
        {
            var state = key.Works(now) ? "works" : key.RevokedAt is null ? "expired" : "revoked";
            var used = key.LastUsedAt is { } last ? $"used {last.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}" : "never used";
            await output.WriteLineAsync($"{PublicId.Format(PublicId.Key, key.Id)}  {key.Display,-20}  {state,-8}  {used,-21}  {key.Name}");
        }
        return 0;
    }
}
