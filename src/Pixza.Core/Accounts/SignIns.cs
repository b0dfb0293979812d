using System.Net;
using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>Signs people in by e-mail and password, and says whether a session still stands.</summary>
public sealed class SignIns(PixzaDatabase database, Passwords passwords, AddressLimits limits, TimeProvider clock)
{
    /// <summary>Wrong passwords in a row before the first lock of 15 minutes; each further one doubles it, up to a day.</summary>
    public const int FailuresBeforeLock = 5;

    private const string Busy = "Too many people are signing in at this moment. Try again in a few seconds.";

    /// <param name="address">Where the try comes from; may be null.</param>
    public async Task<SignInResult> SignInAsync(string? email, string? password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!limits.TrySignIn(address))
            return new SignInResult.TooMany();
        if (password is null or { Length: 0 or > Passwords.MaxLength })
            return new SignInResult.Refused();

        using var turn = await passwords.TryEnterAsync(cancellationToken);
        if (turn is null)
            return new SignInResult.Busy();

        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.QuerySingleOrDefaultAsync<Found>(new CommandDefinition(
            TrySql, new { email = EmailAddress.Normalise(email) ?? "", now = clock.GetUtcNow(), FailuresBeforeLock }, cancellationToken: cancellationToken));
        await connection.CloseAsync();
        if (found is { Locked: true })
            return new SignInResult.Locked(found.LockedUntil!.Value);

        string? better = null;
        if (!await Task.Run(() => passwords.Verify(found?.PasswordHash, password, out better), cancellationToken))
            return new SignInResult.Refused();

        await connection.OpenAsync(cancellationToken);
        var accountId = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            SucceededSql, new { found!.Id, oldHash = found.PasswordHash, better }, cancellationToken: cancellationToken));
        return accountId is { } id
            ? new SignInResult.SignedIn(new User(found.Id, found.Email, found.SecurityStamp, found.CreatedAt), id)
            : new SignInResult.Refused();
    }

    // The try counts as a failure before the password is looked at, so that many at once get no more guesses than one after another.
    private const string TrySql = """
        with tried as (
          update accounts.users set failed_sign_ins = failed_sign_ins + 1,
            locked_until = case when failed_sign_ins + 1 >= @FailuresBeforeLock
              then @now + least(interval '15 minutes' * power(2, least(failed_sign_ins + 1 - @FailuresBeforeLock, 10)), interval '1 day') end
          where email = @email and (locked_until is null or locked_until <= @now)
          returning id, email, password_hash, security_stamp, created_at)
        select id, email, password_hash, security_stamp, created_at, null::timestamptz as locked_until, false as locked from tried
        union all
        select id, email, password_hash, security_stamp, created_at, locked_until, true
        from accounts.users where email = @email and locked_until > @now and not exists (select from tried)
        """;

    private const string SucceededSql = """
        with counted as (
          update accounts.users set failed_sign_ins = 0, locked_until = null, password_hash = coalesce(@better::text, password_hash)
          where id = @Id and password_hash = @oldHash returning id)
        select m.account_id from counted join accounts.members m on m.user_id = counted.id
        order by m.role <> 'owner', m.account_id
        limit 1
        """;

    /// <summary>Looks whether a session still stands: the user is there and has not changed the password or signed out everywhere since.</summary>
    /// <returns>The user with the accounts that they may act for, the oldest own one first; or null.</returns>
    public async Task<(User User, IReadOnlyList<Membership> Accounts)?> FindSessionAsync(Guid userId, Guid securityStamp, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(SessionSql, new { userId, securityStamp }, cancellationToken: cancellationToken));
        return await results.ReadSingleOrDefaultAsync<User>() is { } user
            ? (user, [.. await results.ReadAsync<Membership>()])
            : null;
    }

    private const string SessionSql = """
        select id, email, security_stamp, created_at from accounts.users where id = @userId and security_stamp = @securityStamp;
        select a.id as account_id, a.name, a.kind, a.plan, m.role, a.suspended_at is not null as suspended
        from accounts.members m join accounts.accounts a on a.id = m.account_id
        where m.user_id = @userId
        order by m.role <> 'owner', a.id
        """;

    /// <summary>Changes the password after the present one was given, and ends all other sessions.</summary>
    /// <returns>The user with the new stamp, what is wrong with a field, or <see langword="null"/> user and message when too many are at it.</returns>
    public async Task<(User? User, string? Field, string? Message)> ChangePasswordAsync(
        User user, string? present, string? wanted, IPAddress? address, CancellationToken cancellationToken)
    {
        if (Passwords.Refuse(wanted) is { } refusal)
            return (null, "wanted", refusal);

        switch (await SignInAsync(user.Email, present, address, cancellationToken))
        {
            case SignInResult.SignedIn:
                break;
            case SignInResult.Refused:
                return (null, "present", "This is not your present password.");
            case SignInResult.Locked:
                return (null, "present", "Too many wrong passwords. Try again later.");
            default:
                return (null, null, Busy);
        }

        using var turn = await passwords.TryEnterAsync(cancellationToken);
        if (turn is null)
            return (null, null, Busy);
        var hash = await Task.Run(() => passwords.Hash(wanted!), cancellationToken);
        var stamp = Guid.CreateVersion7();
        await WriteStampAsync(user.Id, stamp, hash, cancellationToken);
        return (user with { SecurityStamp = stamp }, null, null);
    }

    /// <summary>Ends every session of the user, this one too.</summary>
    public Task SignOutEverywhereAsync(Guid userId, CancellationToken cancellationToken) =>
        WriteStampAsync(userId, Guid.CreateVersion7(), null, cancellationToken);

    private async Task WriteStampAsync(Guid userId, Guid stamp, string? hash, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(StampSql, new { userId, stamp, hash }, cancellationToken: cancellationToken));
    }

    private const string StampSql =
        "update accounts.users set security_stamp = @stamp, password_hash = coalesce(@hash::text, password_hash) where id = @userId";

    private sealed record Found
    {
        public Guid Id { get; init; }
        public string Email { get; init; } = "";
        public string PasswordHash { get; init; } = "";
        public Guid SecurityStamp { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? LockedUntil { get; init; }
        public bool Locked { get; init; }
    }
}
