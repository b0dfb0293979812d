using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pixza.Core.Ledger;

namespace Pixza.Core.Generations.Writing;

/// <summary>A generation that is to be written together with its hold, its idempotency key and, when this process runs it at once, its first attempt.</summary>
/// <param name="Generation">The row, priced and defaulted.</param>
/// <param name="First">The attempt that this process is about to make, under <paramref name="LeaseId"/>; null leaves the row to the background.</param>
/// <param name="Fingerprint">SHA-256 of the request, with a key only.</param>
public sealed record Acceptance(
    Generation Generation, FirstAttempt? First, Guid? LeaseId, TimeSpan Lease, Guid? BudgetId, string? IdempotencyKey, byte[]? Fingerprint);

/// <summary>What became of an <see cref="Acceptance"/>.</summary>
public enum AcceptOutcome
{
    /// <summary>Written, now or before.</summary>
    Accepted,

    /// <summary>Nothing was written: too few credits, or a taken key.</summary>
    Refused,

    /// <summary>Nothing was written: the queue is full.</summary>
    Full,

    /// <summary>The database went away before it answered: it is written whole, or not at all.</summary>
    Unknown,
}

/// <param name="ObjectToken">Names the output before it exists, so that it is found again after a crash.</param>
public sealed record FirstAttempt(string Provider, string UpstreamModel, string ObjectToken);

/// <summary>The statements that accept many generations in one transaction, each with its hold or not at all.</summary>
internal static class AcceptStatements
{
    public const string Route = "generate";

    /// <summary>Claims the idempotency keys. Goes before everything else: every batch takes keys first and accounts second, so none waits in a ring.</summary>
    public static void AddKeysTo(NpgsqlBatch batch, IReadOnlyList<Acceptance> items, DateTimeOffset now)
    {
        if (items.Where(item => item.IdempotencyKey is not null).ToList() is { Count: > 0 } keyed)
            batch.BatchCommands.Add(Keys(ClaimKeysSql, keyed, now));
    }

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<Acceptance> items, DateOnly period, DateTimeOffset now)
    {
        var wishes = items.Where(item => item.Generation is { LiveMode: true, Credits: > 0 }).Select(item => new HoldWish(
            item.Generation.Id, item.Generation.AccountId, item.Generation.Credits, item.BudgetId, item.Generation.Channel,
            item.Generation.InstallationId, item.Generation.Actor, item.IdempotencyKey)).ToList();
        if (wishes.Count > 0)
            batch.BatchCommands.Add(Holds.Hold(wishes, AcceptStatements.Route, period, now));

        batch.BatchCommands.Add(Rows(items));
        if (items.Where(item => item.IdempotencyKey is not null).ToList() is { Count: > 0 } keyed)
            batch.BatchCommands.Add(Keys(DropKeysSql, keyed, now));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AcceptedSql)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. items.Select(item => item.Generation.Id)] } },
        });
    }

    // Whoever commits a key first has it; the others find it taken and go on to that one's generation.
    private const string ClaimKeysSql = """
        insert into generations.idempotency_keys (account_id, livemode, route, key, fingerprint, resource_id, created_at)
        select account_id, livemode, 'generate', key, fingerprint, id, $6::timestamptz
        from unnest($1::uuid[], $2::boolean[], $3::text[], $4::bytea[], $5::uuid[]) as k (account_id, livemode, key, fingerprint, id)
        order by account_id, livemode, key
        on conflict do nothing
        """;

    // A refused request keeps no key: after a top-up the same key works.
    private const string DropKeysSql = """
        delete from generations.idempotency_keys k
        using unnest($1::uuid[], $2::boolean[], $3::text[], $4::bytea[], $5::uuid[]) as w (account_id, livemode, key, fingerprint, id)
        where (k.account_id, k.livemode, k.route, k.key) = (w.account_id, w.livemode, 'generate', w.key) and k.resource_id = w.id and k.created_at = $6
          and not exists (select from generations.generations g where g.id = w.id)
        """;

    private const string AcceptedSql = "select id from generations.generations where id = any($1)";

    private static NpgsqlBatchCommand Keys(string sql, List<Acceptance> keyed, DateTimeOffset now) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. keyed.Select(item => item.Generation.AccountId)] },
            new NpgsqlParameter<bool[]> { TypedValue = [.. keyed.Select(item => item.Generation.LiveMode)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. keyed.Select(item => item.IdempotencyKey!)] },
            new NpgsqlParameter<byte[][]> { TypedValue = [.. keyed.Select(item => item.Fingerprint!)] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. keyed.Select(item => item.Generation.Id)] },
            new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
        },
    };

    private static NpgsqlBatchCommand Rows(IReadOnlyList<Acceptance> items)
    {
        var command = new NpgsqlBatchCommand(RowsSql);
        void Add<T>(Func<Acceptance, T> column) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. items.Select(column)] });
        void AddText(Func<Acceptance, string?> column, NpgsqlDbType type = NpgsqlDbType.Text) =>
            command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. items.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
        // The type is said: from a group whose first time is null Npgsql takes another one, and then refuses the times behind it.
        void AddTime(Func<Acceptance, DateTimeOffset?> column) => command.Parameters.Add(new NpgsqlParameter<DateTime?[]>
        {
            TypedValue = [.. items.Select(item => column(item)?.UtcDateTime)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });

        Add(item => item.Generation.Id);
        Add(item => item.Generation.AccountId);
        Add(item => item.Generation.LiveMode);
        AddText(item => item.Generation.Status);
        AddText(item => item.Generation.Type);
        AddText(item => item.Generation.Model);
        AddText(item => item.Generation.Channel);
        Add(item => item.Generation.KeyId);
        Add(item => item.Generation.InstallationId);
        AddText(item => item.Generation.Actor);
        AddText(item => item.Generation.Prompt);
        AddText(item => item.Generation.NegativePrompt);
        Add(item => item.Generation.InputFileId);
        Add(item => item.Generation.Width);
        Add(item => item.Generation.Height);
        Add(item => item.Generation.Steps);
        Add(item => item.Generation.Seed);
        AddText(item => item.Generation.Edit);
        AddText(item => item.Generation.OutputFormat);
        Add(item => item.Generation.DurationSeconds);
        AddText(item => item.Generation.WebhookUrl);
        AddText(item => item.Generation.Metadata is { } metadata ? JsonSerializer.Serialize(metadata) : null, NpgsqlDbType.Jsonb);
        Add(item => item.Generation.Credits);
        Add(item => item.BudgetId);
        AddTime(item => item.Generation.CreatedAt);
        AddTime(item => item.Generation.StartedAt);
        AddTime(item => item.Generation.CancelAt);
        AddText(item => item.Generation.Adjustments.Count > 0 ? GenerationRows.Json(item.Generation.Adjustments) : null, NpgsqlDbType.Jsonb);
        Add(item => item.LeaseId);
        Add(item => item.First is null ? TimeSpan.Zero : item.Lease);
        AddText(item => item.IdempotencyKey);
        AddText(item => item.First?.Provider);
        AddText(item => item.First?.UpstreamModel);
        AddText(item => item.First?.ObjectToken);
        return command;
    }

    // Live rows follow their hold, test rows their key; a row that is there already (an answer was lost, we are asked again) stays as it is.
    private const string RowsSql = """
        with row as (
          select * from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[],
            $10::text[], $11::text[], $12::text[], $13::uuid[], $14::integer[], $15::integer[], $16::integer[], $17::bigint[],
            $18::text[], $19::text[], $20::float8[], $21::text[], $22::jsonb[], $23::bigint[], $24::uuid[], $25::timestamptz[],
            $26::timestamptz[], $27::timestamptz[], $28::jsonb[], $29::uuid[], $30::interval[], $31::text[], $32::text[],
            $33::text[], $34::text[])
            as r (id, account_id, livemode, status, type, model, channel, key_id, installation_id, actor, prompt, negative_prompt, input_file_id,
                  width, height, steps, seed, edit, output_format, duration_seconds, webhook_url, metadata, credits, budget_id, created_at,
                  started_at, cancel_at, adjustments, lease_id, lease, idempotency_key, provider, upstream_model, object_token)),
        accepted as (
          insert into generations.generations
            (id, account_id, livemode, status, type, model, channel, key_id, installation_id, actor, prompt, negative_prompt, input_file_id,
             width, height, steps, seed, edit, output_format, duration_seconds, webhook_url, metadata, credits, budget_id, created_at,
             started_at, cancel_at, adjustments, lease_id, due_at)
          select id, account_id, livemode, status, type, model, channel, key_id, installation_id, actor, prompt, negative_prompt, input_file_id,
             width, height, steps, seed, edit, output_format, duration_seconds, webhook_url, metadata, credits, budget_id, created_at,
             started_at, cancel_at, adjustments, lease_id, now() + lease
          from row
          where case when livemode then exists (select from ledger.transfers t where t.id = row.id and t.step = 0)
            else idempotency_key is null or exists (
              select from generations.idempotency_keys k
              where (k.account_id, k.livemode, k.route, k.key) = (row.account_id, row.livemode, 'generate', row.idempotency_key) and k.resource_id = row.id) end
          on conflict (id) do nothing
          returning id)
        insert into generations.attempts (generation_id, number, provider, upstream_model, object_token, status, started_at)
        select id, 1, provider, upstream_model, object_token, 'started', created_at
        from row join accepted using (id) where provider is not null
        """;
}
