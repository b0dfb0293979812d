using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Accounts;

namespace Pixza.Core.Tests.Accounts;

public sealed class ApiKeysTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    [Fact]
    public async Task Only_the_hash_of_a_key_is_stored()
    {
        var keys = fixture.Node().GetRequiredService<ApiKeys>();
        var accountId = await fixture.AccountAsync();

        var created = Assert.IsType<CreateKeyResult.Created>(await keys.CreateAsync(new NewKey(accountId, true, "  Web shop  ", "user:1"), default));

        Assert.Equal(0, await fixture.ScalarAsync<long>("select count(*) from accounts.keys k where k::text like '%' || @body || '%'", new { body = created.Secret[8..38] }));
        var listed = Assert.Single(await keys.ListAsync(accountId, default));
        Assert.Equal(("Web shop", ApiKeyFormat.Display(created.Secret), true), (listed.Name, listed.Display, listed.LiveMode));
        Assert.Equal(KeyScopes.Default, listed.Scopes);
        Assert.Null(listed.MonthlyCap);
    }

    [Fact]
    public async Task Another_account_cannot_revoke_a_key()
    {
        var keys = fixture.Node().GetRequiredService<ApiKeys>();
        var owner = await fixture.AccountAsync();
        var stranger = await fixture.AccountAsync();
        var created = Assert.IsType<CreateKeyResult.Created>(await keys.CreateAsync(new NewKey(owner, true, "Mine", "test"), default));

        Assert.False(await keys.RevokeAsync(stranger, created.Id, default));
        Assert.Null(Assert.Single(await keys.ListAsync(owner, default)).RevokedAt);
        Assert.True(await keys.RevokeAsync(owner, created.Id, default));
        var revokedAt = Assert.Single(await keys.ListAsync(owner, default)).RevokedAt;
        Assert.True(await keys.RevokeAsync(owner, created.Id, default));
        Assert.Equal(revokedAt, Assert.Single(await keys.ListAsync(owner, default)).RevokedAt);
    }

    [Fact]
    public async Task An_account_has_a_hundred_working_keys_at_most_however_many_ask_at_once()
    {
        var keys = fixture.Node().GetRequiredService<ApiKeys>();
        var accountId = await fixture.AccountAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, ApiKeys.MaxPerAccount + 20).Select(i =>
            keys.CreateAsync(new NewKey(accountId, true, $"Key {i}", "test"), default)));

        Assert.Equal(ApiKeys.MaxPerAccount, results.OfType<CreateKeyResult.Created>().Count());
        Assert.Equal(20, results.OfType<CreateKeyResult.TooMany>().Count());
    }

    [Fact]
    public async Task A_wish_that_makes_no_sense_is_refused_by_name()
    {
        var keys = fixture.Node().GetRequiredService<ApiKeys>();
        var wish = new NewKey(await fixture.AccountAsync(), true, "Key", "test");

        Assert.Equal("name", await RefusedAsync(wish with { Name = "  " }));
        Assert.Equal("name", await RefusedAsync(wish with { Name = new string('x', 101) }));
        Assert.Equal("name", await RefusedAsync(wish with { Name = "a\0b" }));
        Assert.Equal("monthly_cap", await RefusedAsync(wish with { MonthlyCap = 0 }));
        Assert.Equal("scopes", await RefusedAsync(wish with { Scopes = ["everything"] }));
        Assert.Equal("scopes", await RefusedAsync(wish with { Scopes = [] }));
        Assert.Equal("models", await RefusedAsync(wish with { Models = [] }));
        Assert.IsType<CreateKeyResult.UnknownAccount>(await keys.CreateAsync(wish with { AccountId = Guid.CreateVersion7() }, default));

        async Task<string> RefusedAsync(NewKey wrong) => Assert.IsType<CreateKeyResult.Invalid>(await keys.CreateAsync(wrong, default)).Param;
    }
}
