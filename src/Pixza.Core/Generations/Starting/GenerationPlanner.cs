using System.Globalization;
using System.Text;
using Pixza.Core.Models;
using Pixza.Core.Net;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Starting;

/// <summary>Checks a wish and fills in the defaults. What the contract forbids is an error; what only the model can't do is adjusted, and said.</summary>
public sealed class GenerationPlanner(ModelCatalogue models, GuardedHttp http)
{
    public const int MaxPromptLength = 4_000;
    public const int MinSide = 64;
    public const int MaxSide = 4_096;
    public const long MaxPixels = 16_777_216;
    public const int DefaultSide = 1_024;
    public const int MaxSteps = 100;
    public const long MaxSeed = 4_294_967_295;
    public const int MaxMetadataBytes = 2_048;
    public const int MaxDurationSeconds = 600;

    /// <returns>The plan, or every error that was found.</returns>
    public (GenerationPlan? Plan, IReadOnlyList<ParameterError> Errors) Plan(StartGeneration wish)
    {
        var errors = new List<ParameterError>();
        var adjustments = new List<Adjustment>();
        if (wish.Type is not ("image" or "video" or "3d"))
            errors.Add(new("type", "invalid", $"type is \"{Shown(wish.Type)}\"; it must be \"image\", \"video\" or \"3d\"."));

        CheckText("prompt", wish.Prompt, required: true, errors);
        CheckText("negative_prompt", wish.NegativePrompt, required: false, errors);
        CheckNumber("steps", wish.Steps, 1, MaxSteps, errors);
        CheckNumber("seed", wish.Seed, 0, MaxSeed, errors);
        CheckNumber("max_credits", wish.MaxCredits, 0, int.MaxValue, errors);
        CheckMetadata(wish.Metadata, errors);
        if (wish.DurationSeconds is { } seconds && (!double.IsFinite(seconds) || seconds <= 0 || seconds > MaxDurationSeconds))
            errors.Add(new("duration_seconds", "out_of_range", $"duration_seconds is {seconds.ToString(CultureInfo.InvariantCulture)}; it must be above 0 and at most {MaxDurationSeconds}."));
        if (wish.OutputFormat is not (null or "jpeg" or "png" or "webp"))
            errors.Add(new("output_format", "invalid", $"output_format is \"{Shown(wish.OutputFormat)}\"; it must be \"jpeg\", \"png\" or \"webp\"."));
        if (wish.Edit is not (null or "background"))
            errors.Add(new("edit", "invalid", $"edit is \"{Shown(wish.Edit)}\"; the only edit is \"background\"."));
        if (wish.WebhookUrl is { } url && http.Check(url) is UrlCheck.Refused refused)
            errors.Add(new("webhook_url", "not_allowed", $"webhook_url can't be used: {refused.Sentence}"));

        var size = SizeOf(wish, errors);
        var model = errors.Any(error => error.Param == "type") ? null : ModelOf(wish, errors);
        if (errors.Count > 0 || model is null || size is not { } asked)
            return (null, errors);

        var (width, height) = Fit(model, asked, adjustments);
        return (new GenerationPlan(model, width, height, StepsOf(wish, model, adjustments), model.Type == "image" ? wish.OutputFormat ?? "jpeg" : null, DurationOf(wish, model, adjustments), adjustments), []);
    }

    private Model? ModelOf(StartGeneration wish, List<ParameterError> errors)
    {
        var model = wish.Model is { } id ? models.Find(id) : models.DefaultFor(wish.Type, wish.InputImage is not null);
        if (model is null)
        {
            errors.Add(new("model", "unknown", $"There is no model \"{Shown(wish.Model)}\". The models are {string.Join(", ", models.Models.Select(known => known.Id))}."));
            return null;
        }

        if (model.Type != wish.Type)
            errors.Add(new("model", "invalid", $"{model.Id} makes type \"{model.Type}\", not \"{wish.Type}\". For \"{wish.Type}\" use {Ids(models.Models.Where(other => other.Type == wish.Type))}."));
        if (wish.InputImage is null && wish.Edit is not null)
            errors.Add(new("input_image", "required", $"edit \"{wish.Edit}\" needs the product's picture as input_image."));
        else if (wish.InputImage is null && model.RequiresInputImage)
            errors.Add(new("input_image", "required", $"{model.Id} works from a picture: give it as input_image."));
        else if (wish.InputImage is not null && !model.AcceptsInputImage)
            errors.Add(new("input_image", "unsupported", $"{model.Id} takes no input image. Leave input_image out, or use {Ids(models.Models.Where(other => other.Type == model.Type && other.AcceptsInputImage))}."));
        if (wish.Edit is { } edit && !model.Edits.Contains(edit))
            errors.Add(new("edit", "unsupported", $"{model.Id} can't do the edit \"{edit}\". Models that can: {Ids(models.Models.Where(other => other.Edits.Contains(edit)))}."));
        if (wish.OutputFormat is not null && model.Type != "image")
            errors.Add(new("output_format", "unsupported", $"output_format is for images; type \"{model.Type}\" has one format."));
        if (wish.DurationSeconds is not null && model.Type != "video")
            errors.Add(new("duration_seconds", "unsupported", $"duration_seconds is for videos, not for type \"{model.Type}\"."));
        return model;
    }

    private static (int Width, int Height)? SizeOf(StartGeneration wish, List<ParameterError> errors)
    {
        var before = errors.Count;
        CheckNumber("width", wish.Width, MinSide, MaxSide, errors);
        CheckNumber("height", wish.Height, MinSide, MaxSide, errors);
        if (errors.Count > before)
            return null;

        if (wish.AspectRatio is null)
        {
            var (width, height) = (wish.Width ?? DefaultSide, wish.Height ?? DefaultSide);
            if ((long)width * height <= MaxPixels)
                return (width, height);
            errors.Add(new("width", "out_of_range", $"{width}×{height} is more than 16 megapixels ({MaxPixels} pixels)."));
            return null;
        }

        if (wish.Width is not null || wish.Height is not null)
        {
            errors.Add(new("aspect_ratio", "invalid", "aspect_ratio is instead of width and height; give one or the other."));
            return null;
        }

        if (Ratio(wish.AspectRatio) is not { } ratio)
        {
            errors.Add(new("aspect_ratio", "invalid", $"aspect_ratio is \"{Shown(wish.AspectRatio)}\"; write it as \"16:9\", between 1:8 and 8:1."));
            return null;
        }

        // The area of 1024 × 1024 in the ratio, each side a multiple of 16.
        return (Round16(DefaultSide * Math.Sqrt(ratio)), Round16(DefaultSide / Math.Sqrt(ratio)));
    }

    private static double? Ratio(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and < 10_000
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height is > 0 and < 10_000
            && (double)width / height is >= 0.125 and <= 8
            ? (double)width / height
            : null;
    }

    private static int Round16(double side) => Math.Max(MinSide, (int)Math.Round(side / 16) * 16);

    private static (int Width, int Height) Fit(Model model, (int Width, int Height) asked, List<Adjustment> adjustments)
    {
        double scale = Math.Min(1, Math.Min((double)model.MaxSide / Math.Max(asked.Width, asked.Height), Math.Sqrt((double)model.MaxPixels / ((long)asked.Width * asked.Height))));
        var (width, height) = scale < 1 ? ((int)(asked.Width * scale), (int)(asked.Height * scale)) : asked;
        (width, height) = (Math.Max(width, model.MinSide), Math.Max(height, model.MinSide));
        if (width != asked.Width)
            adjustments.Add(new("width", Text(asked.Width), Text(width), $"{model.Id} makes sides of {model.MinSide} to {model.MaxSide} pixels, at most {model.MaxPixels} pixels."));
        if (height != asked.Height)
            adjustments.Add(new("height", Text(asked.Height), Text(height), $"{model.Id} makes sides of {model.MinSide} to {model.MaxSide} pixels, at most {model.MaxPixels} pixels."));
        return (width, height);
    }

    private static int StepsOf(StartGeneration wish, Model model, List<Adjustment> adjustments)
    {
        var steps = wish.Steps ?? model.DefaultSteps;
        if (steps <= model.MaxSteps)
            return steps;
        adjustments.Add(new("steps", Text(steps), Text(model.MaxSteps), $"{model.Id} takes at most {model.MaxSteps} steps."));
        return model.MaxSteps;
    }

    private static double? DurationOf(StartGeneration wish, Model model, List<Adjustment> adjustments)
    {
        if (model.Type != "video")
            return null;
        var seconds = wish.DurationSeconds ?? model.DefaultDurationSeconds;
        if (seconds is not { } asked || model.MaxDurationSeconds is not { } most || asked <= most)
            return seconds;
        adjustments.Add(new("duration_seconds", asked.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture), $"{model.Id} makes at most {most.ToString(CultureInfo.InvariantCulture)} seconds."));
        return most;
    }

    private static void CheckText(string param, string? text, bool required, List<ParameterError> errors)
    {
        if (text is null && !required)
            return;
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(new(param, "required", $"{param} must not be empty."));
        else if (text.Contains('\0', StringComparison.Ordinal))
            errors.Add(new(param, "invalid", $"{param} contains a NUL character (U+0000)."));
        else if (!WellFormed(text))
            errors.Add(new(param, "invalid", $"{param} contains half of a surrogate pair; it is no valid text."));
        else if (Length(text) is > MaxPromptLength and var length)
            errors.Add(new(param, "too_long", $"{param} has {length} characters; at most {MaxPromptLength} are allowed."));
    }

    private static void CheckNumber(string param, long? value, long min, long max, List<ParameterError> errors)
    {
        if (value is { } number && (number < min || number > max))
            errors.Add(new(param, "out_of_range", $"{param} is {number}; it must be from {min} to {max}."));
    }

    private static void CheckMetadata(IReadOnlyDictionary<string, string>? metadata, List<ParameterError> errors)
    {
        if (metadata is null)
            return;
        foreach (var (key, value) in metadata)
        {
            if (key.Length is 0 or > 64)
                errors.Add(new($"metadata.{Shown(key)}", "invalid", "A metadata key has 1 to 64 characters."));
            else if (key.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal) || !WellFormed(key) || !WellFormed(value))
                errors.Add(new($"metadata.{Shown(key)}", "invalid", "Metadata contains a character that is no valid text."));
        }

        var bytes = metadata.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (bytes > MaxMetadataBytes)
            errors.Add(new("metadata", "too_long", $"metadata has {bytes} bytes; at most {MaxMetadataBytes} are allowed."));
    }

    // Counted as people count: an emoji is one character, not two.
    private static int Length(string text) => text.Length <= MaxPromptLength ? text.Length : text.EnumerateRunes().Count();

    private static bool WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }

    private static string Ids(IEnumerable<Model> models) => string.Join(", ", models.Select(model => model.Id));

    private static string Shown(string? text) => text is { Length: > 40 } ? string.Concat(text.AsSpan(0, 40), "…") : text ?? "";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
