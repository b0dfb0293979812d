namespace Pixza.Core.Accounts;

/// <summary>An account: it owns credits, keys, generations, shops and sites.</summary>
/// <param name="Kind">person or shop.</param>
/// <param name="RateLimit">Requests per minute: the operator's for this account, or the plan's.</param>
public sealed record Account(
    Guid Id, string Kind, string Name, string Plan, int RateLimit, DateTimeOffset? SuspendedAt, DateTimeOffset CreatedAt);

/// <summary>A person who signs in.</summary>
public sealed record User(Guid Id, string Email, Guid SecurityStamp, DateTimeOffset CreatedAt);

/// <param name="Role">owner, admin or member.</param>
public sealed record Member(Guid UserId, string Email, string Role, DateTimeOffset CreatedAt);

/// <summary>An account that a user may act for.</summary>
/// <param name="Role">owner, admin or member.</param>
public sealed record Membership(Guid AccountId, string Name, string Kind, string Plan, string Role, bool Suspended);

/// <summary>What became of a sign-up. Everything but <see cref="SignedUp"/> wrote nothing.</summary>
public abstract record SignUpResult
{
    private SignUpResult() { }

    /// <param name="Credits">The sign-up credits; 0 when this person had them before.</param>
    public sealed record SignedUp(User User, Guid AccountId, long Credits) : SignUpResult;

    public sealed record EmailTaken : SignUpResult;

    /// <param name="Field">email, password or invite.</param>
    public sealed record Invalid(string Field, string Message) : SignUpResult;

    /// <summary>The operator makes the accounts here.</summary>
    public sealed record Closed : SignUpResult;

    /// <summary>Too many sign-ups from this address; an hour helps.</summary>
    public sealed record TooMany : SignUpResult;

    /// <summary>Too many are hashing a password now; a few seconds help.</summary>
    public sealed record Busy : SignUpResult;
}

/// <summary>What became of a sign-in.</summary>
public abstract record SignInResult
{
    private SignInResult() { }

    public sealed record SignedIn(User User, Guid AccountId) : SignInResult;

    /// <summary>No such e-mail, or another password: one answer for both.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>Too many wrong passwords.</summary>
    public sealed record Locked(DateTimeOffset Until) : SignInResult;

    /// <summary>Too many tries from this address; a few minutes help.</summary>
    public sealed record TooMany : SignInResult;

    /// <summary>Too many are signing in now; a few seconds help.</summary>
    public sealed record Busy : SignInResult;
}

/// <summary>What the operator asks for.</summary>
/// <param name="Credits">Instead of the sign-up credits; null: those.</param>
/// <param name="RateLimit">Requests per minute instead of the plan's; null: the plan's.</param>
/// <param name="Password">Null: a random one, which is returned.</param>
public sealed record NewAccount(string Email, string Plan = Plans.Free, long? Credits = null, int? RateLimit = null, string? Password = null);

public abstract record CreateAccountResult
{
    private CreateAccountResult() { }

    /// <param name="LiveKey">Shown now and never again, as are the test key and the password.</param>
    /// <param name="Password">The one that was given or made.</param>
    public sealed record Created(Guid AccountId, Guid UserId, string LiveKey, string TestKey, string Password) : CreateAccountResult;

    public sealed record EmailTaken : CreateAccountResult;

    /// <param name="Field">email, plan, credits, rate_limit or password.</param>
    public sealed record Invalid(string Field, string Message) : CreateAccountResult;
}
