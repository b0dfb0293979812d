using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations;

/// <summary>How a generation stands in its row.</summary>
internal static class GenerationRows
{
    /// <summary>The columns of <see cref="Read"/>, for a query over generations.generations g.</summary>
    public const string Columns = """
        g.id, g.account_id, g.livemode, g.status, g.type, g.model, g.channel, g.key_id, g.installation_id, g.actor, g.prompt, g.negative_prompt,
        g.input_file_id, g.width, g.height, g.steps, g.seed, g.edit, g.output_format, g.duration_seconds, g.webhook_url, g.metadata, g.credits,
        g.credits_used, g.created_at, g.started_at, g.completed_at, g.progress, g.version, g.served_model, g.provider, g.preview, g.outputs,
        g.adjustments, g.error_code, g.error_message, g.cancel_at,
        (select json_agg(json_build_object('number', a.number, 'provider', a.provider, 'upstream_model', a.upstream_model, 'status', a.status,
           'error', a.error_kind, 'started_at', a.started_at, 'finished_at', a.finished_at) order by a.number)
         from generations.attempts a where a.generation_id = g.id) as attempts
        """;

    public static Generation Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        AccountId = row.GetGuid(1),
        LiveMode = row.GetBoolean(2),
        Status = row.GetString(3),
        Type = row.GetString(4),
        Model = row.GetString(5),
        Channel = row.GetString(6),
        KeyId = Value<Guid>(row, 7),
        InstallationId = Value<Guid>(row, 8),
        Actor = Text(row, 9),
        Prompt = row.GetString(10),
        NegativePrompt = Text(row, 11),
        InputFileId = Value<Guid>(row, 12),
        Width = row.GetInt32(13),
        Height = row.GetInt32(14),
        Steps = row.GetInt32(15),
        Seed = row.GetInt64(16),
        Edit = Text(row, 17),
        OutputFormat = Text(row, 18),
        DurationSeconds = Value<double>(row, 19),
        WebhookUrl = Text(row, 20),
        Metadata = Json(row, 21, GenerationRowJson.Default.DictionaryStringString),
        Credits = row.GetInt64(22),
        CreditsUsed = row.GetInt64(23),
        CreatedAt = Time(row, 24)!.Value,
        StartedAt = Time(row, 25),
        CompletedAt = Time(row, 26),
        Progress = row.GetFloat(27),
        Version = row.GetInt64(28),
        ServedModel = Text(row, 29),
        Provider = Text(row, 30),
        Preview = row.GetBoolean(31),
        Outputs = Json(row, 32, GenerationRowJson.Default.IReadOnlyListGenerationOutput) ?? [],
        Adjustments = Json(row, 33, GenerationRowJson.Default.IReadOnlyListAdjustment) ?? [],
        ErrorCode = Text(row, 34),
        ErrorMessage = Text(row, 35),
        CancelAt = Time(row, 36),
        Attempts = Json(row, 37, GenerationRowJson.Default.IReadOnlyListGenerationAttempt) ?? [],
    };

    public static string Json(IReadOnlyList<GenerationOutput> outputs) =>
        JsonSerializer.Serialize(outputs, GenerationRowJson.Default.IReadOnlyListGenerationOutput);

    public static string Json(IReadOnlyList<Adjustment> adjustments) =>
        JsonSerializer.Serialize(adjustments, GenerationRowJson.Default.IReadOnlyListAdjustment);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static T? Value<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetDateTime(column), TimeSpan.Zero);

    private static T? Json<T>(NpgsqlDataReader row, int column, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => row.IsDBNull(column) ? null : JsonSerializer.Deserialize(row.GetString(column), type);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<GenerationOutput>))]
[JsonSerializable(typeof(IReadOnlyList<Adjustment>))]
[JsonSerializable(typeof(IReadOnlyList<GenerationAttempt>))]
internal sealed partial class GenerationRowJson : JsonSerializerContext;
