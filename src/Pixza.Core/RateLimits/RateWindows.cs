using Npgsql;
using NpgsqlTypes;
using Pixza.Core.Database;

namespace Pixza.Core.RateLimits;

/// <summary>The shared counters: one row for an account and policy, from which nodes lease tokens. The database's clock decides when a window is over.</summary>
public sealed class RateWindows(PixzaDatabase database)
{
    /// <summary>Asks for tokens of the current window, or of a new one where the last is over.</summary>
    /// <param name="want">At least 1; less is granted where less is left.</param>
    public async Task<RateLease> LeaseAsync(Guid accountId, RatePolicy policy, long limit, long want, int windowSeconds, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(LeaseSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = want });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = windowSeconds });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        var used = reader.GetInt64(0);
        var granted = Math.Clamp(limit - (used - want), 0, want);
        return new RateLease(granted, Math.Max(0, limit - used), reader.GetDateTime(1), TimeSpan.FromSeconds(reader.GetDouble(2)));
    }

    // What was asked for is added even where less is left: so the answer alone says how much was granted, and two nodes that ask at
    // once cannot both be given the last token.
    private const string LeaseSql = """
        insert into nodes.rate_windows as w (account_id, policy, started_at, used)
        values ($1, $2, now(), $3)
        on conflict (account_id, policy) do update set
          started_at = case when w.started_at <= now() - make_interval(secs => $4) then now() else w.started_at end,
          used = case when w.started_at <= now() - make_interval(secs => $4) then $3 else w.used + $3 end
        returning used, started_at, extract(epoch from clock_timestamp() - started_at)::float8
        """;

    /// <summary>Gives tokens back that were leased in the window that began at <paramref name="startedAt"/>; a window that is over takes none.</summary>
    public async Task ReturnAsync(Guid accountId, RatePolicy policy, long limit, DateTime startedAt, long tokens, CancellationToken cancellationToken)
    {
        await using var command = database.Reads.CreateCommand(ReturnSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = startedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tokens });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private const string ReturnSql = """
        update nodes.rate_windows set used = greatest(0, least(used, $3) - $5)
        where account_id = $1 and policy = $2 and started_at = $4
        """;
}

/// <param name="Granted">Tokens for this node; 0 when none are left.</param>
/// <param name="Unleased">Tokens that nobody has yet.</param>
/// <param name="StartedAt">The window's start by the database's clock.</param>
/// <param name="Age">How long the window had been running.</param>
public readonly record struct RateLease(long Granted, long Unleased, DateTime StartedAt, TimeSpan Age);
