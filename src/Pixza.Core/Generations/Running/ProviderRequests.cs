using Pixza.Core.Files;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Running;

/// <summary>Says a generation in the words of the provider contract.</summary>
public sealed class ProviderRequests(InputFiles files)
{
    /// <returns>Null when the input image is no longer stored.</returns>
    public async Task<ProviderRequest?> ForAsync(
        Generation generation, AttemptRow attempt, IProgress<double>? progress, bool withInput, CancellationToken cancellationToken)
    {
        var request = Bare(generation, attempt) with { Progress = progress };
        if (!withInput || generation.InputFileId is not { } file)
            return request;
        return await files.ReadAsync(file, cancellationToken) is { } input ? request with { Input = input } : null;
    }

    /// <summary>Without the input's bytes.</summary>
    public static ProviderRequest Bare(Generation generation, AttemptRow attempt) => new(
        generation.Id, attempt.UpstreamModel, generation.Model, generation.Type, generation.Prompt, generation.NegativePrompt, generation.Width,
        generation.Height, generation.Steps, generation.Seed, generation.Edit, generation.OutputFormat, generation.DurationSeconds, Input: null);
}
