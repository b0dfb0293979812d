using System.Data.Common;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Pixza.Core.Database;
using Pixza.Core.Ledger;

namespace Pixza.Core.Accounts;

/// <summary>Makes accounts, by sign-up or by the operator, each with its user, its owner and its place in the ledger, all or nothing.</summary>
public sealed class AccountService(
    PixzaDatabase database, CreditLedger ledger, ApiKeys keys, Passwords passwords, AddressLimits limits,
    IOptions<SignupOptions> options, TimeProvider clock)
{
    private const int WebhookSecretBytes = 32;

    /// <summary>Makes an account for a person, with the sign-up credits once per person, ever.</summary>
    /// <param name="address">Where the sign-up comes from; may be null.</param>
    /// <param name="invite">The invitation word, where sign-up is by invitation.</param>
    public async Task<SignUpResult> SignUpAsync(
        string? email, string? password, IPAddress? address, CancellationToken cancellationToken, string? invite = null)
    {
        if (options.Value.Mode == "closed")
            return new SignUpResult.Closed();
        if (options.Value.Mode == "invite" && !IsInvited(invite))
            return new SignUpResult.Invalid("invite", "This invitation is not known. Ask the person who invited you.");
        if (EmailAddress.Normalise(email) is not { } normalised)
            return new SignUpResult.Invalid("email", "Enter an e-mail address, such as name@example.com.");
        if (Passwords.Refuse(password) is { } refusal)
            return new SignUpResult.Invalid("password", refusal);
        if (string.Equals(password, normalised, StringComparison.OrdinalIgnoreCase))
            return new SignUpResult.Invalid("password", "Use a password that is not your e-mail address.");
        if (!limits.TrySignUp(address))
            return new SignUpResult.TooMany();

        string hash;
        using (var turn = await passwords.TryEnterAsync(cancellationToken))
        {
            if (turn is null)
                return new SignUpResult.Busy();
            hash = await Task.Run(() => passwords.Hash(password!), cancellationToken);
        }

        return await MakeAsync<SignUpResult>(
            async transaction =>
            {
                var user = await AddUserAsync(normalised, hash, transaction, cancellationToken);
                var accountId = await OpenAsync("person", normalised, Plans.Free, null, transaction, cancellationToken);
                await AddOwnerAsync(accountId, user.Id, transaction, cancellationToken);
                var credits = await GrantSignUpAsync(accountId, EmailAddress.SignUpReference(normalised), options.Value.Credits, transaction, cancellationToken);
                return new SignUpResult.SignedUp(user, accountId, credits);
            },
            () => new SignUpResult.EmailTaken(), cancellationToken);
    }

    /// <summary>Makes an account as the operator wants it, with a live and a test key.</summary>
    public async Task<CreateAccountResult> CreateAsync(NewAccount wish, CancellationToken cancellationToken)
    {
        if (EmailAddress.Normalise(wish.Email) is not { } email)
            return new CreateAccountResult.Invalid("email", $"\"{wish.Email}\" is no e-mail address.");
        if (!Plans.All.Contains(wish.Plan))
            return new CreateAccountResult.Invalid("plan", $"A plan is {string.Join(", ", Plans.All)}.");
        if (wish.Credits is < 0)
            return new CreateAccountResult.Invalid("credits", "Credits are 0 or more.");
        if (wish.RateLimit is < 1)
            return new CreateAccountResult.Invalid("rate_limit", "A rate limit is 1 request per minute or more.");
        if (wish.Password is not null && Passwords.Refuse(wish.Password) is { } refusal)
            return new CreateAccountResult.Invalid("password", refusal);

        var password = wish.Password ?? Passwords.Random();
        var hash = await Task.Run(() => passwords.Hash(password), cancellationToken);
        return await MakeAsync<CreateAccountResult>(
            async transaction =>
            {
                var user = await AddUserAsync(email, hash, transaction, cancellationToken);
                var accountId = await OpenAsync("person", email, wish.Plan, wish.RateLimit, transaction, cancellationToken);
                await AddOwnerAsync(accountId, user.Id, transaction, cancellationToken);
                var granted = await GrantSignUpAsync(
                    accountId, EmailAddress.SignUpReference(email), wish.Credits ?? options.Value.Credits, transaction, cancellationToken);
                if (granted == 0 && wish.Credits is > 0 and var credits)
                    await ledger.GrantAsync(new Movement(accountId, credits, null, "operator", Actor: "operator"), cancellationToken, transaction);
                var live = await AddKeyAsync(new NewKey(accountId, true, "Live key", "operator"), transaction, cancellationToken);
                var test = await AddKeyAsync(new NewKey(accountId, false, "Test key", "operator"), transaction, cancellationToken);
                return new CreateAccountResult.Created(accountId, user.Id, live, test, password);
            },
            () => new CreateAccountResult.EmailTaken(), cancellationToken);
    }

    /// <summary>Makes an account without a user, with its place in the ledger and no credits: the part that sign-up, operator and shops share.</summary>
    /// <param name="kind">person or shop.</param>
    /// <param name="rateLimit">Requests per minute instead of the plan's; null: the plan's.</param>
    public async Task<Guid> OpenAsync(
        string kind, string name, string plan, int? rateLimit, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var row = new
        {
            id = Guid.CreateVersion7(),
            kind,
            name,
            plan,
            rateLimit,
            secret = RandomNumberGenerator.GetBytes(WebhookSecretBytes),
            now = clock.GetUtcNow(),
        };
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(OpenSql, row, transaction, cancellationToken: cancellationToken));
        return row.id;
    }

    private const string OpenSql = """
        with account as (
          insert into accounts.accounts (id, kind, name, plan, rate_limit, webhook_secret, created_at, changed_at)
          values (@id, @kind, @name, @plan, @rateLimit, @secret, @now, clock_timestamp()) returning id)
        insert into ledger.accounts (owner_id) select id from account
        """;

    /// <summary>Grants the sign-up credits unless the person or shop behind the reference had them before.</summary>
    /// <returns>The credits granted now.</returns>
    public async Task<long> GrantSignUpAsync(
        Guid accountId, string reference, long credits, DbTransaction transaction, CancellationToken cancellationToken) =>
        credits > 0 && await ledger.GrantAsync(new Movement(accountId, credits, reference, "sign-up"), cancellationToken, transaction) is MovementResult.Moved
            ? credits
            : 0;

    private async Task<TResult> MakeAsync<TResult>(
        Func<DbTransaction, Task<TResult>> make, Func<TResult> emailTaken, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                var made = await make(transaction);
                await transaction.CommitAsync(cancellationToken);
                return made;
            }
            catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "users_email_key" })
            {
                return emailTaken();
            }
            catch (PostgresException e) when (!again && e is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "transfers" })
            {
                // The same person signed up at this moment by another spelling and got the credits: the second time this is seen, not met.
            }
        }
    }

    private async Task<User> AddUserAsync(string email, string hash, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var user = new User(Guid.CreateVersion7(), email, Guid.CreateVersion7(), clock.GetUtcNow());
        var row = new { user.Id, user.Email, hash, user.SecurityStamp, user.CreatedAt };
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(AddUserSql, row, transaction, cancellationToken: cancellationToken));
        return user;
    }

    private const string AddUserSql = """
        insert into accounts.users (id, email, password_hash, security_stamp, created_at)
        values (@Id, @Email, @hash, @SecurityStamp, @CreatedAt)
        """;

    private Task<int> AddOwnerAsync(Guid accountId, Guid userId, DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            AddOwnerSql, new { accountId, userId, now = clock.GetUtcNow() }, transaction, cancellationToken: cancellationToken));

    private const string AddOwnerSql =
        "insert into accounts.members (account_id, user_id, role, created_at) values (@accountId, @userId, 'owner', @now)";

    private async Task<string> AddKeyAsync(NewKey wish, DbTransaction transaction, CancellationToken cancellationToken) =>
        await keys.CreateAsync(wish, transaction, cancellationToken) is CreateKeyResult.Created created
            ? created.Secret
            : throw new InvalidOperationException("A new account takes its first two keys");

    private bool IsInvited(string? invite) => options.Value.InviteCode is { } code && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(code)), SHA256.HashData(Encoding.UTF8.GetBytes(invite ?? "")));
}
