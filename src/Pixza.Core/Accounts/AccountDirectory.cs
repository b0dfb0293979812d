using Dapper;
using Pixza.Core.Database;

namespace Pixza.Core.Accounts;

/// <summary>Finds accounts and their people, and changes what the operator may change. Changes reach every node within a second.</summary>
public sealed class AccountDirectory(PixzaDatabase database, TimeProvider clock)
{
    public Task<Account?> GetAsync(Guid accountId, CancellationToken cancellationToken) => FindAsync(GetSql, new { accountId }, cancellationToken);

    private const string GetSql = SelectSql + " where a.id = @accountId";

    /// <returns>The account that the person with this e-mail owns (the oldest of several), or null.</returns>
    public Task<Account?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        FindAsync(FindByEmailSql, new { email = EmailAddress.Normalise(email) ?? "" }, cancellationToken);

    private const string FindByEmailSql = SelectSql + """
         join accounts.members m on m.account_id = a.id and m.role = 'owner'
         join accounts.users u on u.id = m.user_id
        where u.email = @email
        order by a.id
        limit 1
        """;

    private const string SelectSql = """
        select a.id, a.kind, a.name, a.plan,
          coalesce(a.rate_limit, case a.plan when 'agency' then 300 when 'pro' then 60 else 10 end) as rate_limit,
          a.suspended_at, a.created_at
        from accounts.accounts a
        """;

    public async Task<IReadOnlyList<Member>> MembersAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<Member>(new CommandDefinition(MembersSql, new { accountId }, cancellationToken: cancellationToken))];
    }

    private const string MembersSql = """
        select u.id as user_id, u.email, m.role, m.created_at
        from accounts.members m join accounts.users u on u.id = m.user_id
        where m.account_id = @accountId
        order by m.role <> 'owner', m.created_at
        """;

    /// <param name="plan">Null: as it is.</param>
    /// <param name="rateLimit">Requests per minute; 0: the plan's again; null: as it is.</param>
    /// <returns><see langword="false"/> when there is no such account.</returns>
    public Task<bool> ChangeAsync(Guid accountId, string? plan, int? rateLimit, CancellationToken cancellationToken) =>
        WriteAsync(ChangeSql, new { accountId, plan, rateLimit }, cancellationToken);

    private const string ChangeSql = """
        update accounts.accounts set plan = coalesce(@plan::text, plan),
          rate_limit = case when @rateLimit::int is null then rate_limit else nullif(@rateLimit::int, 0) end, changed_at = clock_timestamp()
        where id = @accountId
        """;

    /// <summary>Stops the account, or lets it go on: its keys answer 403 and its people see why.</summary>
    /// <returns><see langword="false"/> when there is no such account.</returns>
    public Task<bool> SuspendAsync(Guid accountId, bool suspended, CancellationToken cancellationToken) =>
        WriteAsync(SuspendSql, new { accountId, at = suspended ? clock.GetUtcNow() : (DateTimeOffset?)null }, cancellationToken);

    private const string SuspendSql =
        "update accounts.accounts set suspended_at = @at::timestamptz, changed_at = clock_timestamp() where id = @accountId";

    private async Task<Account?> FindAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Account>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task<bool> WriteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) == 1;
    }
}
