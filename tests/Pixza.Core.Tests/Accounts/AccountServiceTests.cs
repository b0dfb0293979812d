using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Accounts;
using Pixza.Core.Ledger;

namespace Pixza.Core.Tests.Accounts;

public sealed class AccountServiceTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_sign_up_makes_the_account_its_owner_and_a_hundred_credits()
    {
        var node = fixture.Node();

        var result = await SignUpAsync(node, "Asha@Example.com");

        var signedUp = Assert.IsType<SignUpResult.SignedUp>(result);
        Assert.Equal("asha@example.com", signedUp.User.Email);
        Assert.Equal(100, signedUp.Credits);
        Assert.Equal(new Balance(100, 0), await node.GetRequiredService<CreditLedger>().BalanceAsync(signedUp.AccountId, default));
        var owner = Assert.Single(await node.GetRequiredService<AccountDirectory>().MembersAsync(signedUp.AccountId, default));
        Assert.Equal((signedUp.User.Id, "owner"), (owner.UserId, owner.Role));
        Assert.Equal(signedUp.AccountId, (await node.GetRequiredService<AccountDirectory>().FindByEmailAsync("ASHA@example.com", default))?.Id);
    }

    [Fact]
    public async Task One_e_mail_makes_one_account_and_one_grant_however_many_ask_at_once()
    {
        var nodes = new[] { fixture.Node(), fixture.Node() };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SignUpAsync(nodes[i % 2], "twice@example.com")));

        Assert.Single(results.OfType<SignUpResult.SignedUp>());
        Assert.Equal(7, results.OfType<SignUpResult.EmailTaken>().Count());
        Assert.Equal(1, await fixture.ScalarAsync<long>("select count(*) from accounts.accounts where name = 'twice@example.com'"));
        Assert.Equal(1, await fixture.ScalarAsync<long>(
            "select count(*) from ledger.transfers where reference = @reference", new { reference = EmailAddress.SignUpReference("twice@example.com") }));
    }

    [Fact]
    public async Task A_person_gets_the_credits_once_whatever_the_spelling()
    {
        var nodes = new[] { fixture.Node(), fixture.Node() };
        string[] spellings = ["ravi.k@gmail.com", "ravik@gmail.com", "ravik+2@gmail.com", "r.a.v.i.k@googlemail.com"];

        var results = await Task.WhenAll(spellings.Select((email, i) => SignUpAsync(nodes[i % 2], email)));

        Assert.Equal(4, results.OfType<SignUpResult.SignedUp>().Count());
        Assert.Equal(100, results.OfType<SignUpResult.SignedUp>().Sum(signedUp => signedUp.Credits));
    }

    [Fact]
    public async Task What_cannot_be_an_account_is_refused_by_field()
    {
        var service = fixture.Node().GetRequiredService<AccountService>();

        Assert.Equal("email", await RefusedAsync("nobody", Password));
        Assert.Equal("password", await RefusedAsync("a@example.com", "ninechars"));
        Assert.Equal("password", await RefusedAsync("a@example.com", new string('x', 257)));
        Assert.Equal("password", await RefusedAsync("long.name@example.com", "long.name@example.com"));
        Assert.Equal("password", await RefusedAsync("a@example.com", null));

        async Task<string> RefusedAsync(string email, string? password) =>
            Assert.IsType<SignUpResult.Invalid>(await service.SignUpAsync(email, password, null, default)).Field;
    }

    [Fact]
    public async Task The_mode_says_who_may_sign_up()
    {
        var closed = fixture.Node(signup: options => options.Mode = "closed");
        var invite = fixture.Node(signup: options => (options.Mode, options.InviteCode) = ("invite", "come-and-look-around"));

        Assert.IsType<SignUpResult.Closed>(await SignUpAsync(closed, "closed@example.com"));
        Assert.Equal("invite", Assert.IsType<SignUpResult.Invalid>(await SignUpAsync(invite, "guest@example.com")).Field);
        Assert.IsType<SignUpResult.SignedUp>(await invite.GetRequiredService<AccountService>()
            .SignUpAsync("guest@example.com", Password, null, default, "come-and-look-around"));
    }

    [Fact]
    public async Task One_address_makes_a_few_accounts_an_hour()
    {
        var node = fixture.Node(signup: options => options.PerHourPerAddress = 2);
        var service = node.GetRequiredService<AccountService>();
        var home = IPAddress.Parse("2001:db8:1:2:3::4");
        var neighbour = IPAddress.Parse("2001:db8:1:2:ffff::9");

        Assert.IsType<SignUpResult.SignedUp>(await service.SignUpAsync("one@example.com", Password, home, default));
        Assert.IsType<SignUpResult.SignedUp>(await service.SignUpAsync("two@example.com", Password, neighbour, default));
        Assert.IsType<SignUpResult.TooMany>(await service.SignUpAsync("three@example.com", Password, home, default));
        Assert.IsType<SignUpResult.SignedUp>(await service.SignUpAsync("four@example.com", Password, IPAddress.Parse("203.0.113.4"), default));
    }

    [Fact]
    public async Task The_operator_makes_an_account_with_its_keys()
    {
        var node = fixture.Node();
        var service = node.GetRequiredService<AccountService>();

        var created = Assert.IsType<CreateAccountResult.Created>(
            await service.CreateAsync(new NewAccount("ops@example.com", Plans.Agency, Credits: 5_000, RateLimit: 900), default));

        Assert.Equal(24, created.Password.Length);
        Assert.Equal(new Balance(5_000, 0), await node.GetRequiredService<CreditLedger>().BalanceAsync(created.AccountId, default));
        var live = await node.GetRequiredService<KeyCache>().ResolveAsync(created.LiveKey, null, default);
        var test = await node.GetRequiredService<KeyCache>().ResolveAsync(created.TestKey, null, default);
        Assert.Equal((true, 900, "agency"), (live.Caller!.LiveMode, live.Caller.RateLimit, live.Caller.Plan));
        Assert.False(test.Caller!.LiveMode);
        Assert.IsType<SignInResult.SignedIn>(await node.GetRequiredService<SignIns>().SignInAsync("ops@example.com", created.Password, null, default));
        Assert.IsType<CreateAccountResult.EmailTaken>(await service.CreateAsync(new NewAccount("ops@example.com"), default));
        Assert.Equal("plan", Assert.IsType<CreateAccountResult.Invalid>(await service.CreateAsync(new NewAccount("x@example.com", "gold"), default)).Field);
        Assert.Equal("credits", Assert.IsType<CreateAccountResult.Invalid>(await service.CreateAsync(new NewAccount("x@example.com", Credits: -1), default)).Field);
    }

    [Fact]
    public async Task The_operators_credits_come_also_to_a_person_who_had_the_sign_up_ones()
    {
        var node = fixture.Node();
        await SignUpAsync(node, "again@example.com");

        var created = Assert.IsType<CreateAccountResult.Created>(
            await node.GetRequiredService<AccountService>().CreateAsync(new NewAccount("again+work@example.com", Credits: 7), default));

        Assert.Equal(new Balance(7, 0), await node.GetRequiredService<CreditLedger>().BalanceAsync(created.AccountId, default));
    }

    [Fact]
    public async Task A_new_webhook_secret_signs_beside_the_old_one_for_a_day()
    {
        var clock = new ManualClock();
        var secrets = fixture.Node(clock).GetRequiredService<WebhookSecrets>();
        var accountId = await fixture.AccountAsync();
        var first = Assert.Single(await secrets.ReadAsync(accountId, default));

        var shown = await secrets.RotateAsync(accountId, default);
        var during = await secrets.ReadAsync(accountId, default);
        clock.Advance(WebhookSecrets.Overlap);
        var after = await secrets.ReadAsync(accountId, default);

        Assert.Equal(2, during.Count);
        Assert.Equal(first, during[1]);
        Assert.Equal(shown, WebhookSecrets.Display(during[0]));
        Assert.StartsWith("whsec_", shown, StringComparison.Ordinal);
        Assert.Equal(during[0], Assert.Single(after));
        Assert.Empty(await secrets.ReadAsync(Guid.CreateVersion7(), default));
    }

    private static Task<SignUpResult> SignUpAsync(IServiceProvider node, string email) =>
        node.GetRequiredService<AccountService>().SignUpAsync(email, Password, IPAddress.Loopback, default);
}
