using System.Data.Common;
using Dapper;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.Ledger;

/// <summary>
/// The one ledger of all doors. Every movement is one immutable row that names the side it leaves and the side it reaches.
/// Holds, captures and releases are in <see cref="Holds"/>; here are the movements that come from outside.
/// </summary>
public sealed class CreditLedger(PixzaDatabase database, TimeProvider clock)
{
    /// <summary>Credits given: sign-up, plan, operator. A repeated reference moves nothing and answers <see cref="MovementResult.AlreadyDone"/>.</summary>
    public Task<MovementResult> GrantAsync(Movement movement, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        MoveAsync("grant", +1, movement, transaction, cancellationToken);

    /// <summary>Credits bought; the reference is the payment's (or Shopify's gid), with money in minor units and its currency.</summary>
    public Task<MovementResult> PurchaseAsync(Movement movement, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        MoveAsync("purchase", +1, movement, transaction, cancellationToken);

    /// <summary>Money was returned, so its credits go back. Never below zero: answers <see cref="MovementResult.Insufficient"/> and moves nothing.</summary>
    public Task<MovementResult> RefundAsync(Movement movement, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        MoveAsync("refund", -1, movement, transaction, cancellationToken);

    /// <summary>Credits that lapsed.</summary>
    public Task<MovementResult> ExpireAsync(Movement movement, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        MoveAsync("expire", -1, movement, transaction, cancellationToken);

    /// <summary>The operator's correction, up or down.</summary>
    public Task<MovementResult> AdjustAsync(Movement movement, bool up, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        MoveAsync("adjust", up ? +1 : -1, movement, transaction, cancellationToken);

    /// <returns>The balance, or null when there is no such account.</returns>
    public async Task<Balance?> BalanceAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(BalanceSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new Balance(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private const string BalanceSql = "select available, held from ledger.accounts where owner_id = $1";

    private async Task<MovementResult> MoveAsync(
        string kind, int sign, Movement movement, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (movement.Amount <= 0)
            throw new ArgumentOutOfRangeException(nameof(movement), movement.Amount, "An amount is above zero");

        var parameters = new
        {
            id = Guid.CreateVersion7(),
            kind,
            delta = sign * movement.Amount,
            debit = sign > 0 ? "source" : "available",
            credit = sign > 0 ? "available" : "source",
            movement.AccountId,
            movement.Amount,
            movement.Reference,
            movement.Reason,
            movement.Channel,
            movement.Actor,
            movement.MoneyMinor,
            movement.Currency,
            now = clock.GetUtcNow(),
        };

        await using var own = transaction is null ? await database.OpenAsync(cancellationToken) : null;
        var connection = transaction?.Connection ?? own!;
        try
        {
            var after = await connection.QuerySingleOrDefaultAsync<long?>(
                new CommandDefinition(MoveSql, parameters, transaction, cancellationToken: cancellationToken));
            if (after is { } available)
                return new MovementResult.Moved(parameters.id, available);
        }
        catch (PostgresException e) when (transaction is null && e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new MovementResult.AlreadyDone();
        }

        var done = await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(SeenSql, new { movement.Reference }, transaction, cancellationToken: cancellationToken));
        return done ? new MovementResult.AlreadyDone() : new MovementResult.Insufficient();
    }

    // The test of the balance, the change and the row are one statement, so no two movements can spend the same credit.
    private const string MoveSql = """
        with moved as (
          update ledger.accounts set available = available + @delta
          where owner_id = @AccountId and available + @delta >= 0
            and (@Reference::text is null or not exists (select from ledger.transfers where reference = @Reference))
          returning available, held)
        insert into ledger.transfers
          (id, step, kind, account_id, debit, credit, amount, available_after, held_after,
           reference, reason, channel, actor, money_minor, currency, created_at)
        select @id, 0, @kind, @AccountId, @debit, @credit, @Amount, available, held,
           @Reference, @Reason, @Channel, @Actor, @MoneyMinor, @Currency, @now
        from moved
        returning available_after
        """;

    private const string SeenSql = "select exists (select from ledger.transfers where reference = @Reference)";
}

/// <param name="Available">Credits that can be spent.</param>
/// <param name="Held">Credits set aside for runs that have not ended.</param>
public sealed record Balance(long Available, long Held);

/// <summary>A movement that comes from outside the runs.</summary>
/// <param name="Amount">Whole credits, above zero.</param>
/// <param name="Reference">What caused it; a reference moves credits once, ever.</param>
/// <param name="MoneyMinor">The payment's amount in the currency's minor unit.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Movement(
    Guid AccountId, long Amount, string? Reference = null, string? Reason = null, string? Channel = null, string? Actor = null,
    long? MoneyMinor = null, string? Currency = null);

public abstract record MovementResult
{
    private MovementResult() { }

    /// <param name="Available">The account's available credits afterwards.</param>
    public sealed record Moved(Guid Id, long Available) : MovementResult;

    /// <summary>The reference was used before; nothing was moved now.</summary>
    public sealed record AlreadyDone : MovementResult;

    /// <summary>Fewer credits are available than should leave, or there is no such account; nothing was moved.</summary>
    public sealed record Insufficient : MovementResult;
}
