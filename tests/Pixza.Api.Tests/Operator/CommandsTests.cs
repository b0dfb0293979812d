using System.Text.Json;
using Dapper;
using Npgsql;
using Pixza.Api.Operator;
using Pixza.Testing;

namespace Pixza.Api.Tests.Operator;

public sealed class CommandsTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Account_create_prints_one_json_object_with_its_keys_and_takes_credits_and_rate_limit()
    {
        var made = await CreateAsync("a@example.com", "--plan", "agency", "--credits", "7", "--rate-limit=1000");

        Assert.StartsWith("acct_", made.GetProperty("account_id").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("pk_live_", made.GetProperty("api_key").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("pk_test_", made.GetProperty("test_key").GetString(), StringComparison.Ordinal);
        Assert.Equal("agency 1000 7", await ScalarAsync(
            "select plan || ' ' || rate_limit || ' ' || available from accounts.accounts a join ledger.accounts l on l.owner_id = a.id"));
    }

    [Theory]
    [InlineData("account create", "--email E is missing.")]
    [InlineData("account create --email", "--email needs a value: --email E.")]
    [InlineData("account create --email a@example.com --email b@example.com", "--email stands there twice.")]
    [InlineData("account create --email nobody", "\"nobody\" is no e-mail address.")]
    [InlineData("account create --email a@example.com --plan gold", "A plan is free, pro, agency.")]
    [InlineData("account create --email a@example.com --credits many", "--credits is a whole number from 0 to 1000000000000, not \"many\".")]
    [InlineData("account create --email a@example.com --colour red", "--colour is not known.")]
    [InlineData("ledger verify now", "\"now\" was not expected.")]
    [InlineData("serve --port 99999", "--port is a whole number from 1 to 65535, not \"99999\".")]
    [InlineData("ledger", "There is no command \"ledger\".")]
    [InlineData("fly away", "There is no command \"fly away\".")]
    public async Task What_is_written_wrongly_is_said_with_the_usage_and_does_nothing(string line, string message)
    {
        var (code, output, errors) = await RunAsync(line.Split(' '));

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith(message + "\n", errors, StringComparison.Ordinal);
        Assert.Equal("0", await ScalarAsync("select count(*)::text from accounts.accounts"));
    }

    [Fact]
    public async Task An_email_that_has_an_account_is_refused()
    {
        await CreateAsync("a@example.com");

        var (code, _, errors) = await RunAsync("account", "create", "--email", "A@Example.com");

        Assert.Equal((1, "A@Example.com has an account already.\n"), (code, errors));
    }

    [Fact]
    public async Task A_key_is_made_listed_and_revoked()
    {
        await CreateAsync("a@example.com");

        var (_, made, _) = await RunAsync("key", "create", "--account", "a@example.com", "--name", "Till", "--test");
        var id = JsonDocument.Parse(made).RootElement.GetProperty("key_id").GetString()!;
        var (_, before, _) = await RunAsync("key", "list", "--account", "a@example.com");
        var (revoked, _, _) = await RunAsync("key", "revoke", "--account", "a@example.com", "--key", id);
        var (_, after, _) = await RunAsync("key", "list", "--account", "a@example.com");

        Assert.Contains("works", Line(before, id), StringComparison.Ordinal);
        Assert.EndsWith("Till", Line(before, id), StringComparison.Ordinal);
        Assert.Equal(0, revoked);
        Assert.Contains("revoked", Line(after, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credits_are_granted_once_per_reference()
    {
        var account = (await CreateAsync("a@example.com", "--credits", "0")).GetProperty("account_id").GetString()!;
        string[] grant = ["credits", "grant", "--account", account, "--amount", "50", "--reason", "an apology", "--reference", "ticket-1"];

        var (first, said, _) = await RunAsync(grant);
        var (second, again, _) = await RunAsync(grant);

        Assert.Equal((0, $"Granted 50 credits to {account}, which has 50 now.\n"), (first, said));
        Assert.Equal((0, "Granted before under this reference; nothing was moved now.\n"), (second, again));
    }

    [Fact]
    public async Task Ledger_verify_answers_1_and_a_line_for_each_difference()
    {
        await CreateAsync("a@example.com");
        Assert.Equal((0, "The books balance.\n", ""), await RunAsync("ledger", "verify"));
        await ExecuteAsync("update ledger.accounts set available = available + 1");

        var (code, output, _) = await RunAsync("ledger", "verify");

        Assert.Equal(1, code);
        Assert.Contains("available is 101, its transfers say 100", Assert.Single(output.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_what_is_wrong_in_the_configuration_a_line_each()
    {
        var (code, output, _) = await RunAsync("doctor", "--Signup:Mode=sometimes", "--Pixza:PublicUrl=ftp://example.com");

        Assert.Equal(1, code);
        Assert.Contains("Signup:Mode is open, invite or closed.", output, StringComparison.Ordinal);
        Assert.Contains("Pixza:PublicUrl must be an http or https address without a path.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_nothing_missing_where_nothing_is() =>
        Assert.Equal((0, "Nothing is missing.\n", ""), await RunAsync("doctor"));

    [Fact]
    public async Task Models_are_a_line_each_and_say_what_stands_in_for_them()
    {
        var (_, with, _) = await RunAsync("models", "--Providers:Preview=true");
        var (_, without, _) = await RunAsync("models", "--Providers:Preview=false");

        Assert.Matches("^veo-3-fast +video +50 credits +preview ", Line(with, "veo-3-fast "));
        Assert.Matches("^veo-3-fast +video +50 credits +unavailable ", Line(without, "veo-3-fast "));
        Assert.Matches("^studio +image +1 credits +available ", Line(without, "studio "));
    }

    [Fact]
    public async Task Routes_say_who_serves_each_model()
    {
        var (code, output, _) = await RunAsync("routes", "--Providers:Preview=true");

        Assert.Equal(0, code);
        Assert.Contains("flux-pro (4 credits)\n  studio             (preview) ", output, StringComparison.Ordinal);
        Assert.Matches("studio \\(1 credits\\)\n  studio .* healthy", output);
    }

    [Fact]
    public async Task Migrate_may_run_again() =>
        Assert.Equal((0, "The database is up to date.\n", ""), await RunAsync("migrate"));

    private async Task<JsonElement> CreateAsync(string email, params string[] options)
    {
        var (code, output, errors) = await RunAsync(["account", "create", "--email", email, .. options]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n'))).RootElement;
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Commands.RunAsync([.. args, $"--ConnectionStrings:Pixza={database.ConnectionString}", "--data", folder.Path], output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private static string Line(string output, string start) =>
        Assert.Single(output.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));

    private async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.ExecuteScalarAsync<string>(sql);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.ExecuteAsync(sql);
    }
}
