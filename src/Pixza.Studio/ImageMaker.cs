using Pixza.Core.Providers;
using Pixza.Studio.Media;
using Pixza.Studio.Render;

namespace Pixza.Studio;

/// <summary>Makes a generation's picture.</summary>
internal sealed class ImageMaker(PictureReader reader, PictureWriter writer)
{
    public async Task<ProviderResult> MakeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        _ = reader;
        var picture = await Task.Run(
            () => Photographer.Photograph(request.Prompt, request.Seed, request.Width, request.Height, request.Steps, request.Progress, cancellationToken), cancellationToken);
        var file = await writer.WriteAsync(picture, request.OutputFormat, exact: false, Provenance.Rendered, cancellationToken);
        request.Progress?.Report(1);
        return new ProviderResult.Completed([new(file)], Seed: request.Seed);
    }
}
