using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Accounts;
using Pixza.Testing;

namespace Pixza.Api.Tests.Auth;

public sealed class ApiGateTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task Without_a_key_the_call_is_unauthorized(string? authorization)
    {
        using var client = app.Client();
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.GetAsync("/api/v1/credits");

        await answer.ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "missing_key");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
    }

    [Theory]
    [InlineData("pk_live_nonsense")]
    [InlineData("pk_live_0123456789ABCDEFGHIJabcdefghij30a1Az")]
    [InlineData("pk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    [InlineData("sk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    public async Task A_key_that_is_none_of_ours_is_refused(string key)
    {
        using var client = app.Client(key);

        using var answer = await client.GetAsync("/api/v1/credits");

        await answer.ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "invalid_key");
        Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_scheme_may_be_written_in_any_case(string scheme)
    {
        var account = await app.SignUpAsync();
        using var client = app.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"{scheme} {account.LiveKey}");

        using var answer = await client.GetAsync("/api/v1/credits");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused_even_when_they_are_equal()
    {
        var account = await app.SignUpAsync();

        var answer = await RawAsync($"GET /api/v1/credits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {account.LiveKey}\r\nAuthorization: Bearer {account.LiveKey}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"invalid_header\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?api_key=x")]
    [InlineData("?anything=pk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    public async Task A_key_in_the_address_is_refused(string query)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GetAsync("/api/v1/credits" + query);

        await answer.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "key_in_query");
    }

    [Fact]
    public async Task An_expired_key_says_so()
    {
        var account = await app.SignUpAsync();
        var key = await app.KeyAsync(new NewKey(account.Id, true, "short", "test") { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(1) });
        using var client = app.Client(key);
        await Task.Delay(1100);

        using var answer = await client.GetAsync("/api/v1/credits");

        await answer.ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "expired_key");
    }

    [Fact]
    public async Task A_revoked_key_ends_on_every_node_within_a_second()
    {
        await using var other = await app.StartNodeAsync();
        var account = await app.SignUpAsync();
        var keys = app.Host.Services.GetRequiredService<ApiKeys>();
        using var there = other.Client(account.LiveKey);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/api/v1/credits")).StatusCode);
        var id = await app.ScalarAsync<Guid>("select id from accounts.keys where account_id = @Id and livemode", account);

        await keys.RevokeAsync(account.Id, id, default);
        await Task.Delay(1000);

        await (await account.Live.GetAsync("/api/v1/credits")).ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "revoked_key");
        await (await there.GetAsync("/api/v1/credits")).ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "revoked_key");
    }

    [Fact]
    public async Task A_suspended_account_is_forbidden()
    {
        var account = await app.SignUpAsync();
        await app.Host.Services.GetRequiredService<AccountDirectory>().SuspendAsync(account.Id, true, default);

        using var answer = await account.Live.GetAsync("/api/v1/credits");

        await answer.ErrorAsync(HttpStatusCode.Forbidden, "forbidden", "account_suspended");
    }

    [Fact]
    public async Task A_key_without_the_scope_is_forbidden_and_hears_which_one()
    {
        var account = await app.SignUpAsync();
        using var client = app.Client(await app.KeyAsync(new NewKey(account.Id, true, "reader", "test") { Scopes = [KeyScopes.ReadGenerations] }));

        using var answer = await client.GetAsync("/api/v1/credits");

        var error = await answer.ErrorAsync(HttpStatusCode.Forbidden, "forbidden", "insufficient_scope");
        Assert.Equal("credits:read", error.Text("required_scope"));
    }

    [Fact]
    public async Task A_route_that_does_not_exist_is_not_found_with_a_key_and_unauthorized_without()
    {
        var account = await app.SignUpAsync();
        using var stranger = app.Client();

        await (await account.Live.GetAsync("/api/v1/nothing")).ErrorAsync(HttpStatusCode.NotFound, "not_found");
        await (await stranger.GetAsync("/api/v1/nothing")).ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private async Task<string> RawAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", app.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
