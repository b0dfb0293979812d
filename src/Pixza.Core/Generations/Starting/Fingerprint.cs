using System.Security.Cryptography;
using System.Text.Json;

namespace Pixza.Core.Generations.Starting;

/// <summary>What makes two requests the same under one idempotency key: the wish in a fixed order, whatever its white space and member order were.</summary>
internal static class Fingerprint
{
    /// <returns>SHA-256 over method, route and the wish's own members; who asks and by which door is not part of it.</returns>
    public static byte[] Of(StartGeneration wish)
    {
        var canonical = JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            "POST", "generate", wish.Type, wish.Prompt, wish.Model, wish.InputImage, wish.Width, wish.Height, wish.AspectRatio, wish.Steps, wish.Seed, wish.Edit,
            wish.NegativePrompt, wish.OutputFormat, wish.DurationSeconds, wish.Metadata?.OrderBy(pair => pair.Key, StringComparer.Ordinal), wish.MaxCredits, wish.WebhookUrl,
        });
        return SHA256.HashData(canonical);
    }
}
