using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pixza.Core.Accounts;
using SignInResult = Pixza.Core.Accounts.SignInResult;

namespace Pixza.Core.Tests.Accounts;

public sealed class SignInsTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task The_right_password_signs_in_and_a_wrong_one_does_not()
    {
        var node = fixture.Node();
        var signedUp = await SignUpAsync(node, "asha@example.com");
        var signIns = node.GetRequiredService<SignIns>();

        var right = Assert.IsType<SignInResult.SignedIn>(await signIns.SignInAsync(" ASHA@example.com", Password, null, default));
        Assert.Equal((signedUp.User.Id, signedUp.AccountId), (right.User.Id, right.AccountId));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("asha@example.com", "wrong horse battery", null, default));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("nobody@example.com", Password, null, default));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("asha@example.com", "", null, default));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync(null, null, null, default));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_and_each_further_one_doubles_it()
    {
        var clock = new ManualClock();
        var signIns = fixture.Node(clock).GetRequiredService<SignIns>();
        await SignUpAsync(fixture.Node(clock), "lock@example.com");

        for (var i = 0; i < 5; i++)
            Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("lock@example.com", "not the password", null, default));
        var locked = Assert.IsType<SignInResult.Locked>(await signIns.SignInAsync("lock@example.com", Password, null, default));
        Assert.Equal(clock.GetUtcNow().AddMinutes(15), locked.Until);

        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("lock@example.com", "not the password", null, default));
        locked = Assert.IsType<SignInResult.Locked>(await signIns.SignInAsync("lock@example.com", Password, null, default));
        Assert.Equal(clock.GetUtcNow().AddMinutes(30), locked.Until);

        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<SignInResult.SignedIn>(await signIns.SignInAsync("lock@example.com", Password, null, default));
        Assert.IsType<SignInResult.Refused>(await signIns.SignInAsync("lock@example.com", "not the password", null, default));
        Assert.IsType<SignInResult.SignedIn>(await signIns.SignInAsync("lock@example.com", Password, null, default));
    }

    [Fact]
    public async Task Guesses_at_once_are_no_more_than_guesses_one_after_another()
    {
        var nodes = new[] { fixture.Node(), fixture.Node() };
        await SignUpAsync(nodes[0], "burst@example.com");

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            nodes[i % 2].GetRequiredService<SignIns>().SignInAsync("burst@example.com", $"guess number {i}", null, default)));

        Assert.DoesNotContain(results, result => result is SignInResult.SignedIn);
        Assert.Equal(5, await fixture.ScalarAsync<int>("select failed_sign_ins from accounts.users where email = 'burst@example.com'"));
        Assert.IsType<SignInResult.Locked>(await nodes[0].GetRequiredService<SignIns>().SignInAsync("burst@example.com", Password, null, default));
    }

    [Fact]
    public async Task An_older_hash_is_replaced_at_the_next_sign_in()
    {
        var node = fixture.Node();
        await SignUpAsync(node, "older@example.com");
        var weak = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword(new object(), Password);
        await fixture.ExecuteAsync("update accounts.users set password_hash = @weak where email = 'older@example.com'", new { weak });

        var result = await node.GetRequiredService<SignIns>().SignInAsync("older@example.com", Password, null, default);

        Assert.IsType<SignInResult.SignedIn>(result);
        var hash = Convert.FromBase64String(await fixture.ScalarAsync<string>("select password_hash from accounts.users where email = 'older@example.com'"));
        Assert.Equal((1, 2u, 600_000u), (hash[0], BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5))));
    }

    [Fact]
    public async Task A_crowd_is_told_to_come_back()
    {
        var node = fixture.Node();

        var results = await Task.WhenAll(Enumerable.Range(0, Passwords.MaxWaiting + 4).Select(i =>
            node.GetRequiredService<SignIns>().SignInAsync($"nobody{i}@example.com", Password, null, default)));

        Assert.Contains(results, result => result is SignInResult.Busy);
        Assert.Contains(results, result => result is SignInResult.Refused);
    }

    [Fact]
    public async Task One_address_tries_a_bounded_number_of_times()
    {
        var signIns = fixture.Node(signup: options => options.SignInsPerAddress = 2).GetRequiredService<SignIns>();
        var address = IPAddress.Parse("203.0.113.7");

        await signIns.SignInAsync("x@example.com", "", address, default);
        await signIns.SignInAsync("y@example.com", "", address, default);

        Assert.IsType<SignInResult.TooMany>(await signIns.SignInAsync("z@example.com", "", address, default));
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var node = fixture.Node();
        var signedUp = await SignUpAsync(node, "change@example.com");
        var signIns = node.GetRequiredService<SignIns>();

        var wrong = await signIns.ChangePasswordAsync(signedUp.User, "not the password", "another horse battery", null, default);
        var right = await signIns.ChangePasswordAsync(signedUp.User, Password, "another horse battery", null, default);

        Assert.Equal(("present", true), (wrong.Field, wrong.User is null));
        Assert.Null(await signIns.FindSessionAsync(signedUp.User.Id, signedUp.User.SecurityStamp, default));
        var session = await signIns.FindSessionAsync(right.User!.Id, right.User.SecurityStamp, default);
        Assert.Equal(signedUp.AccountId, Assert.Single(session!.Value.Accounts).AccountId);
        Assert.IsType<SignInResult.SignedIn>(await signIns.SignInAsync("change@example.com", "another horse battery", null, default));
        await signIns.SignOutEverywhereAsync(signedUp.User.Id, default);
        Assert.Null(await signIns.FindSessionAsync(right.User.Id, right.User.SecurityStamp, default));
    }

    private static async Task<SignUpResult.SignedUp> SignUpAsync(IServiceProvider node, string email) => Assert.IsType<SignUpResult.SignedUp>(
        await node.GetRequiredService<AccountService>().SignUpAsync(email, Password, IPAddress.Loopback, default));
}
