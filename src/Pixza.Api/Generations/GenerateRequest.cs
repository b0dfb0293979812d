using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Core.Generations;

namespace Pixza.Api.Generations;

/// <summary>The body of POST /generate as it was sent: types are checked here, values by the service that all channels share.</summary>
public sealed class GenerateRequest
{
    public string? Type { get; private set; }
    public string? Prompt { get; private set; }
    public string? Model { get; private set; }
    public string? InputImage { get; private set; }
    public int? Width { get; private set; }
    public int? Height { get; private set; }
    public string? AspectRatio { get; private set; }
    public int? Steps { get; private set; }
    public long? Seed { get; private set; }
    public string? WebhookUrl { get; private set; }
    public string? Edit { get; private set; }
    public string? NegativePrompt { get; private set; }
    public string? OutputFormat { get; private set; }
    public double? DurationSeconds { get; private set; }
    public Dictionary<string, string>? Metadata { get; private set; }
    public long? MaxCredits { get; private set; }
    public bool DryRun { get; private set; }

    /// <returns>The refusal, or null with <paramref name="request"/> read and its required members there.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, out GenerateRequest request)
    {
        request = new GenerateRequest();
        return StrictJson.Read(body, request, ReadMember) ?? request.CheckRequired();
    }

    private static bool ReadMember(ref StrictJson json, string member, GenerateRequest into)
    {
        switch (member)
        {
            case "type": into.Type = json.Text(); return true;
            case "prompt": into.Prompt = json.Text(); return true;
            case "model": into.Model = json.Text(); return true;
            case "input_image": into.InputImage = json.Text(); return true;
            case "width": into.Width = json.Integer(); return true;
            case "height": into.Height = json.Integer(); return true;
            case "aspect_ratio": into.AspectRatio = json.Text(); return true;
            case "steps": into.Steps = json.Integer(); return true;
            case "seed": into.Seed = json.Long(); return true;
            case "webhook_url": into.WebhookUrl = json.Text(); return true;
            case "edit": into.Edit = json.Text(); return true;
            case "negative_prompt": into.NegativePrompt = json.Text(); return true;
            case "output_format": into.OutputFormat = json.Text(); return true;
            case "duration_seconds": into.DurationSeconds = json.Number(); return true;
            case "metadata": into.Metadata = json.FlatStrings(); return true;
            case "max_credits": into.MaxCredits = json.Long(); return true;
            case "dry_run": into.DryRun = json.Flag() ?? false; return true;
            default: return false;
        }
    }

    private ApiError? CheckRequired()
    {
        if (Type is not null && Prompt is not null)
            return null;
        var missing = new List<ParameterError>(2);
        if (Type is null)
            missing.Add(new ParameterError("type", "required", "type is required: image, video or 3d."));
        if (Prompt is null)
            missing.Add(new ParameterError("prompt", "required", "prompt is required."));
        return ApiErrors.Invalid(missing);
    }
}
