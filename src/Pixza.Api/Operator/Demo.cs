using Dapper;
using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Database;

namespace Pixza.Api.Operator;

/// <summary>What <c>./run</c> shows when it is up; the first time with an account to try everything with.</summary>
internal static class Demo
{
    private const string Email = "demo@example.com";

    // A stop signal does not end it half-way: the account is made and shown, or neither.
    internal static async Task<string> WelcomeAsync(IServiceProvider services)
    {
        var address = services.GetRequiredService<IOptions<PixzaOptions>>().Value.PublicUrl.ToString().TrimEnd('/');
        if (await HasAccountsAsync(services.GetRequiredService<PixzaDatabase>()))
            return Again(address);
        return await services.GetRequiredService<AccountService>().CreateAsync(new NewAccount(Email), CancellationToken.None) is CreateAccountResult.Created made
            ? First(address, made)
            : Again(address);
    }

    private static string First(string address, CreateAccountResult.Created made) => $$"""

        Pixza is up, with an account to try it:

          Dashboard  {{address}}/dashboard
          E-mail     {{Email}}
          Password   {{made.Password}}
          Test key   {{made.TestKey}}
          Live key   {{made.LiveKey}}

        They are shown this once. Make a picture (Ctrl-C here stops Pixza):

        curl -s {{address}}/api/v1/generate -H "Authorization: Bearer {{made.LiveKey}}" -H "Content-Type: application/json" -d '{"type":"image","model":"flux-pro","prompt":"a red ceramic mug on a wooden table, morning light"}'


        """;

    private static string Again(string address) => $"""

        Pixza is up, with the accounts that it has: {address}/dashboard
        Another key: ./pixza key create --account {Email}      Ctrl-C stops Pixza.


        """;

    private static async Task<bool> HasAccountsAsync(PixzaDatabase database)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<bool>(HasAccountsSql);
    }

    private const string HasAccountsSql = "select exists (select from accounts.accounts)";
}
