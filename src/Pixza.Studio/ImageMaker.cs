using Pixza.Core.Providers;
using Pixza.Studio.Cutout;
using Pixza.Studio.Media;
using Pixza.Studio.Render;

namespace Pixza.Studio;

/// <summary>Makes a generation's picture: from words, from a photo's product, or after another picture.</summary>
internal sealed class ImageMaker(PictureReader reader, PictureWriter writer)
{
    public async Task<ProviderResult> MakeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        Picture? input = null;
        if (request.Input is { } given)
        {
            (input, var problem) = await reader.ReadAsync(given.Bytes, cancellationToken);
            if (input is null)
                return new ProviderResult.Failed(FailureKind.InvalidInput, problem);
        }

        return request.Edit switch
        {
            "background" when input is null => new ProviderResult.Failed(FailureKind.InvalidInput, "A new background needs an input image."),
            "background" => await ComposeAsync(request, input, cancellationToken),
            null => await RenderAsync(request, input, cancellationToken),
            var other => new ProviderResult.Failed(FailureKind.InvalidInput, $"The studio does not know the edit \"{other}\"."),
        };
    }

    private async Task<ProviderResult> ComposeAsync(ProviderRequest request, Picture input, CancellationToken cancellationToken)
    {
        var picture = await Task.Run(
            () => ProductCutter.Cut(input, cancellationToken) is { } product
                ? Composer.Compose(product, request.Prompt, request.Seed, request.Width, request.Height, request.Progress, cancellationToken)
                : null,
            cancellationToken);
        return picture is null
            ? new ProviderResult.Failed(FailureKind.InvalidInput, "No product stands out from the background of the input image; a photo on a plain background works best.")
            : await WriteAsync(request, picture, exact: true, Provenance.Composed, cancellationToken);
    }

    private async Task<ProviderResult> RenderAsync(ProviderRequest request, Picture? input, CancellationToken cancellationToken)
    {
        var picture = await Task.Run(
            () => input is null
                ? Photographer.Photograph(request.Prompt, request.Seed, request.Width, request.Height, request.Steps, request.Progress, cancellationToken)
                : Repainter.Repaint(input, request.Prompt, request.Seed, request.Width, request.Height, cancellationToken),
            cancellationToken);
        return await WriteAsync(request, picture, exact: false, input is null ? Provenance.Rendered : Provenance.Composed, cancellationToken);
    }

    private async Task<ProviderResult> WriteAsync(ProviderRequest request, Picture picture, bool exact, Provenance provenance, CancellationToken cancellationToken)
    {
        var file = await writer.WriteAsync(picture, request.OutputFormat, exact, provenance, cancellationToken);
        request.Progress?.Report(1);
        return new ProviderResult.Completed([new(file)], Seed: request.Seed);
    }
}
