using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pixza.Core.Files;
using Pixza.Core.Ids;
using Pixza.Core.Storage;

namespace Pixza.Core.Generations;

/// <summary>The public shape of a generation, the same in every answer, event and webhook: first the reference's members in its order, then ours.</summary>
public sealed class GenerationJson(OutputAddresses addresses, FileAddresses files)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public string ToText(Generation generation) => Encoding.UTF8.GetString(ToBytes(generation).Span);

    public ReadOnlyMemory<byte> ToBytes(Generation generation)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer, Format))
            Write(json, generation);
        return buffer.WrittenMemory;
    }

    public void Write(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, PublicId.Format(PublicId.Generation, generation.Id));
        json.WriteString("status"u8, generation.Status);
        json.WriteString("type"u8, generation.Type);
        json.WriteString("model"u8, generation.Model);
        json.WriteString("prompt"u8, generation.Prompt);
        json.WriteString("output_url"u8, generation.Outputs.Count > 0 ? addresses.AddressOf(generation.Outputs[0].Name) : null);
        json.WriteNumber("width"u8, generation.Width);
        json.WriteNumber("height"u8, generation.Height);
        json.WriteNumber("credits_used"u8, generation.CreditsUsed);
        Time(json, "created_at"u8, generation.CreatedAt);

        json.WriteString("input_image"u8, generation.InputFileId is { } file ? files.Of(file) : null);
        json.WriteNumber("seed"u8, generation.Seed);
        json.WriteNumber("steps"u8, generation.Steps);
        json.WriteString("edit"u8, generation.Edit);
        json.WriteString("negative_prompt"u8, generation.NegativePrompt);
        json.WriteString("output_format"u8, generation.OutputFormat);
        Number(json, "duration_seconds"u8, generation.DurationSeconds);
        Time(json, "started_at"u8, generation.StartedAt);
        Time(json, "completed_at"u8, generation.CompletedAt);
        json.WriteNumber("progress"u8, Math.Round(generation.Progress, 3));
        Outputs(json, generation);
        json.WriteString("served_model"u8, generation.ServedModel);
        json.WriteString("provider"u8, generation.Provider);
        json.WriteBoolean("preview"u8, generation.Preview);
        json.WriteBoolean("livemode"u8, generation.LiveMode);
        Adjustments(json, generation);
        Attempts(json, generation);
        Error(json, generation);
        json.WriteString("channel"u8, generation.Channel);
        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in generation.Metadata ?? new Dictionary<string, string>())
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Outputs(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartArray("outputs"u8);
        foreach (var output in generation.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("url"u8, addresses.AddressOf(output.Name));
            json.WriteString("content_type"u8, output.ContentType);
            Number(json, "width"u8, output.Width);
            Number(json, "height"u8, output.Height);
            json.WriteNumber("bytes"u8, output.Bytes);
            json.WriteString("sha256"u8, output.Sha256);
            Number(json, "duration_seconds"u8, output.DurationSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Adjustments(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartArray("adjustments"u8);
        foreach (var adjustment in generation.Adjustments)
        {
            json.WriteStartObject();
            json.WriteString("param"u8, adjustment.Param);
            json.WriteString("requested"u8, adjustment.Requested);
            json.WriteString("used"u8, adjustment.Used);
            json.WriteString("reason"u8, adjustment.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Attempts(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartArray("attempts"u8);
        foreach (var attempt in generation.Attempts)
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, attempt.Number);
            json.WriteString("provider"u8, attempt.Provider);
            json.WriteString("model"u8, attempt.UpstreamModel);
            json.WriteString("status"u8, attempt.Status);
            json.WriteString("error"u8, attempt.Error is { } kind ? JsonNamingPolicy.SnakeCaseLower.ConvertName(kind) : null);
            Time(json, "started_at"u8, attempt.StartedAt);
            Time(json, "finished_at"u8, attempt.FinishedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Error(Utf8JsonWriter json, Generation generation)
    {
        if (generation.ErrorCode is null)
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, generation.ErrorCode);
        json.WriteString("message"u8, generation.ErrorMessage);
        json.WriteEndObject();
    }

    // RFC 3339, UTC, milliseconds.
    private static void Time(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
