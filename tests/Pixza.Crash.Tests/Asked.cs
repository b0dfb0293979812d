using System.Text.Json;

namespace Pixza.Crash.Tests;

/// <summary>One POST /generate as a customer remembers it: what was sent, and what was answered, if anything was.</summary>
public sealed class Asked
{
    /// <summary>Unlike any other's, so that its generation is found whether or not an answer arrived.</summary>
    public required string Prompt { get; init; }

    public required string Model { get; init; }

    public required bool LiveMode { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? WebhookUrl { get; init; }

    public bool RespondAsync { get; init; }

    /// <summary>Whether the customer thinks better of it as soon as it was accepted.</summary>
    public bool Cancels { get; init; }

    /// <summary>Null: no answer arrived.</summary>
    public int? Status { get; set; }

    public JsonElement Answer { get; set; }

    public TimeSpan Took { get; set; }

    /// <summary>Whether a cancellation was answered with 200.</summary>
    public bool Canceled { get; set; }

    /// <summary>Of the answer, be it a generation or an error that names one.</summary>
    public string? GenerationId => Text("id") ?? Text("generation_id");

    public string? Text(string member) =>
        Answer.ValueKind == JsonValueKind.Object && Answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public override string ToString() => $"\"{Prompt}\" ({Model}, key {IdempotencyKey ?? "none"}): {Status?.ToString() ?? "no answer"} {Answer}";
}
