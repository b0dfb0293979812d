using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Api.Dashboard.Session;
using Pixza.Core.Accounts;
using Pixza.Testing;

namespace Pixza.Api.Tests.Dashboard;

/// <summary>One host for all tests of the pages: sign-ups come from one address here, so many are allowed.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private readonly Lazy<string> hash;
    private int people;

    public DashboardFixture() => hash = new(() => App.Host.Services.GetRequiredService<Passwords>().Hash(Browser.Password));

    public PixzaApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await PixzaApp.StartAsync(
        null, "--Providers:Preview=true", "--Signup:PerHourPerAddress=100000", "--Signup:SignInsPerAddress=100000");

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>A browser in which a new person is signed in. All have one password, hashed once: a hash is a quarter of a second.</summary>
    public async Task<Browser> SignUpAsync()
    {
        var services = App.Host.Services;
        var browser = new Browser(App.Address) { Email = $"person{Interlocked.Increment(ref people)}@example.com" };
        var user = new User(Guid.CreateVersion7(), browser.Email, Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        var accounts = services.GetRequiredService<AccountService>();
        await using var connection = await App.Database.Database.OpenAsync(default);
        await using var transaction = await connection.BeginTransactionAsync();
        var accountId = await accounts.OpenAsync("person", browser.Email, Plans.Free, null, transaction, default);
        await accounts.GrantSignUpAsync(accountId, EmailAddress.SignUpReference(browser.Email), 100, transaction, default);
        await connection.ExecuteAsync(
            """
            insert into accounts.users (id, email, password_hash, security_stamp, created_at) values (@Id, @Email, @hash, @SecurityStamp, @CreatedAt);
            insert into accounts.members (account_id, user_id, role, created_at) values (@accountId, @Id, 'owner', @CreatedAt)
            """,
            new { user.Id, user.Email, hash = hash.Value, user.SecurityStamp, user.CreatedAt, accountId });
        await transaction.CommitAsync();

        var context = new DefaultHttpContext { RequestServices = services };
        services.GetRequiredService<BrowserSessions>().Start(context, user, accountId);
        browser.Cookies["pixza"] = context.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0];
        return browser;
    }

    public Task<Guid> AccountOfAsync(Browser browser) => App.ScalarAsync<Guid>("select id from accounts.accounts where name = @Email", new { browser.Email })!;
}

[CollectionDefinition(Name)]
public sealed class DashboardTests : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
