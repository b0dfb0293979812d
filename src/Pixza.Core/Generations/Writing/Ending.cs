using Npgsql;
using NpgsqlTypes;
using Pixza.Core.Ledger;

namespace Pixza.Core.Generations.Writing;

/// <summary>The end of a generation: its final row, its attempt's, the end of its hold, and what the outside has to hear of it.</summary>
/// <param name="Generation">As it will be: status, outputs, error, completed_at set.</param>
/// <param name="Attempt">The attempt that led here, or null (cancelled before one began).</param>
/// <param name="Webhook">The message to the request's webhook_url, or null.</param>
/// <param name="Observers">Names of the observers that hear of it.</param>
public sealed record Ending(Generation Generation, AttemptEnd? Attempt, PendingMessage? Webhook, IReadOnlyList<string> Observers);

/// <param name="Status">succeeded, failed or canceled.</param>
public sealed record AttemptEnd(int Number, string Status, string? ErrorKind, string? Error, long? CostMicroUsd);

/// <param name="Body">The exact text that is signed and sent.</param>
public sealed record PendingMessage(Guid Id, string Url, string Event, string Body);

/// <summary>The statements that end many generations in one transaction. One that has ended already is left as it is.</summary>
internal static class EndStatements
{
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<Ending> items, DateOnly period, DateTimeOffset now)
    {
        var settled = items.Where(item => item.Generation is { LiveMode: true, Credits: > 0 }).Select(item => new Settlement(
            item.Generation.Id, item.Generation.AccountId, Capture: item.Generation.Status == GenerationStatus.Completed)).ToList();
        if (settled.Count > 0)
            batch.BatchCommands.Add(Holds.Settle(settled, period, now));
        batch.BatchCommands.Add(Rows(items, now));
    }

    private static NpgsqlBatchCommand Rows(IReadOnlyList<Ending> items, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(RowsSql);
        void Add<T>(Func<Ending, T> column) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. items.Select(column)] });
        void AddText(Func<Ending, string?> column, NpgsqlDbType type = NpgsqlDbType.Text) =>
            command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. items.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
        // The type is said: from a group whose first time is null Npgsql takes another one, and then refuses the times behind it.
        void AddTime(Func<Ending, DateTimeOffset?> column) => command.Parameters.Add(new NpgsqlParameter<DateTime?[]>
        {
            TypedValue = [.. items.Select(item => column(item)?.UtcDateTime)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });

        Add(item => item.Generation.Id);
        AddText(item => item.Generation.Status);
        Add(item => item.Generation.Width);
        Add(item => item.Generation.Height);
        Add(item => item.Generation.Seed);
        AddTime(item => item.Generation.StartedAt);
        AddTime(item => item.Generation.CompletedAt);
        Add(item => (float)item.Generation.Progress);
        AddText(item => item.Generation.Provider);
        AddText(item => item.Generation.ServedModel);
        Add(item => item.Generation.Preview);
        AddText(item => item.Generation.Status == GenerationStatus.Completed ? GenerationRows.Json(item.Generation.Outputs) : null, NpgsqlDbType.Jsonb);
        AddText(item => item.Generation.Adjustments.Count > 0 ? GenerationRows.Json(item.Generation.Adjustments) : null, NpgsqlDbType.Jsonb);
        AddText(item => item.Generation.ErrorCode);
        AddText(item => item.Generation.ErrorMessage);
        Add(item => item.Attempt?.Number);
        AddText(item => item.Attempt?.Status);
        AddText(item => item.Attempt?.ErrorKind);
        AddText(item => item.Attempt?.Error);
        Add(item => item.Attempt?.CostMicroUsd);
        Add(item => item.Webhook?.Id);
        AddText(item => item.Webhook?.Url);
        AddText(item => item.Webhook?.Event);
        AddText(item => item.Webhook?.Body);

        var observed = items.SelectMany(item => item.Observers.Select(observer => (item.Generation.Id, Observer: observer))).ToList();
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. observed.Select(_ => Guid.CreateVersion7(now))] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. observed.Select(row => row.Id)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. observed.Select(row => row.Observer)] });
        return command;
    }

    private const string RowsSql = """
        with row as (
          select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::real[],
            $9::text[], $10::text[], $11::boolean[], $12::jsonb[], $13::jsonb[], $14::text[], $15::text[], $16::integer[],
            $17::text[], $18::text[], $19::text[], $20::bigint[], $21::uuid[], $22::text[], $23::text[], $24::text[])
            as r (id, status, width, height, seed, started_at, completed_at, progress, provider, served_model, preview, outputs, adjustments,
                  error_code, error_message, attempt, attempt_status, error_kind, error, cost_micro_usd, message_id, url, event, body)),
        ended as (
          update generations.generations g set
            status = row.status, width = row.width, height = row.height, seed = row.seed, started_at = coalesce(g.started_at, row.started_at),
            completed_at = row.completed_at, progress = row.progress, provider = row.provider, served_model = row.served_model, preview = row.preview,
            outputs = row.outputs, adjustments = row.adjustments, error_code = row.error_code, error_message = row.error_message,
            credits_used = case when row.status = 'completed' then g.credits else 0 end,
            version = g.version + 1, due_at = null, lease_id = null
          from row
          where g.id = row.id and g.id = any($1) and g.status in ('queued', 'processing')
          returning g.id, g.account_id),
        tried as (
          update generations.attempts a set
            status = row.attempt_status, error_kind = row.error_kind, error = row.error, cost_micro_usd = row.cost_micro_usd, finished_at = row.completed_at
          from row join ended using (id)
          where a.generation_id = row.id and a.generation_id = any($1) and a.number = row.attempt),
        heard as (
          insert into generations.observations (id, generation_id, observer, due_at)
          select o.id, o.generation_id, o.observer, now()
          from unnest($25::uuid[], $26::uuid[], $27::text[]) as o (id, generation_id, observer) join ended on ended.id = o.generation_id),
        sent as (
          insert into webhooks.deliveries (id, account_id, generation_id, event, url, body, created_at, due_at)
          select row.message_id, ended.account_id, row.id, row.event, row.url, row.body, row.completed_at, now()
          from row join ended using (id) where row.message_id is not null)
        select id from ended
        """;
}
