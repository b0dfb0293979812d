using Pixza.Studio.Media;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>From words to a picture.</summary>
internal static class Photographer
{
    /// <summary>Beyond this the picture is rendered smaller and enlarged, so that time and memory stay bounded.</summary>
    private const int MostPixels = 1_600_000;

    private const int PlatePixels = 640;

    /// <param name="steps">More steps, more rays: from 30 on the picture is rendered at its full budget, below 3 without smooth edges.</param>
    public static Picture Photograph(string prompt, long seed, int width, int height, int steps, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var stage = StageBuilder.Build(prompt, seed);
        var set = new Set(stage, cancellationToken);
        progress?.Report(0.1);
        var (w, h) = RenderSize(width, height, steps >= 30 ? MostPixels * 3 / 2 : MostPixels);
        var camera = new Camera(stage.Camera, set.Box, w, h);
        var plate = new Plate(stage.Backdrop, camera, PlatePixels, cancellationToken);
        var map = Renderer.Render(set, camera, plate, steps >= 3 || steps == 0, progress, cancellationToken);
        var picture = Development.Develop(map, stage.Lighting, width, height, stage.GrainSeed, cancellationToken);
        progress?.Report(0.95);
        return picture;
    }

    /// <summary>The size at which a picture is rendered: as asked, or of the same shape with at most so many pixels.</summary>
    public static (int Width, int Height) RenderSize(int width, int height, int most)
    {
        var scale = Math.Sqrt(most / ((double)width * height));
        return scale >= 1 ? (width, height) : (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }
}
