using Pixza.Studio.Media;
using Pixza.Studio.Render;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Cutout;

/// <summary>
/// Sets a cut product into a rendered scene. Every pixel that is wholly the product's (alpha 255) is the photo's own, byte for
/// byte, where the product fits the asked size (<see cref="Placement"/>); light and tint fall on the scene alone. The promise is
/// exact in png and lossless webp; jpeg codes all pixels anew, within its loss at high quality and full colour resolution.
/// </summary>
internal static class Composer
{
    private const int MostPixels = 1_600_000;

    public static Picture Compose(CutProduct product, string prompt, long seed, int width, int height, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var place = Placement.Find(product, width, height);
        var cut = Extract(product, place);
        var built = StageBuilder.Build(prompt, seed);
        var stage = built with { Subject = new("nothing", []) };
        var set = new Set(stage, cancellationToken);
        progress?.Report(0.15);

        var (w, h) = Photographer.RenderSize(width, height, MostPixels);
        var shrink = (float)w / width;
        // The product is two units tall, but a small one stands in a scene of the usual size, not in a doll's house.
        var unit = Math.Max(Math.Max(place.Width, place.Height) / 2f, Math.Min(width, height) * 0.27f);
        var foot = (place.Foot - Math.Min(place.Height * 0.012f, unit * 0.02f)) * shrink;
        var camera = new Camera(stage.Camera, w, h, (place.Left + place.Width / 2f) * shrink, foot, unit * shrink);
        var plate = new Plate(stage.Backdrop, camera, 640, cancellationToken);
        var shadow = new ProductShadow(cut, unit, stage.Lighting);
        var map = Renderer.Render(set, camera, plate, smooth: false, progress, cancellationToken, shadow);
        var picture = Development.Develop(map, stage.Lighting, width, height, stage.GrainSeed, cancellationToken);
        Overlay(picture, cut, place);
        return picture;
    }

    private static Picture Extract(CutProduct product, Placement place)
    {
        if (place.Scale < 1)
            return Scaling.Shrink(product.Picture, product.Alpha, product.Left, product.Top, product.Width, product.Height, place.Width, place.Height);
        var cut = new Picture(product.Width, product.Height);
        for (var y = 0; y < cut.Height; y++)
        {
            var from = (product.Top + y) * product.Picture.Width + product.Left;
            product.Picture.Pixels.AsSpan(from * 4, cut.Width * 4).CopyTo(cut.Pixels.AsSpan(y * cut.Width * 4));
            for (var x = 0; x < cut.Width; x++)
                cut.Pixels[(y * cut.Width + x) * 4 + 3] = product.Alpha[from + x];
        }

        return cut;
    }

    private static void Overlay(Picture scene, Picture cut, Placement place)
    {
        for (var y = 0; y < cut.Height; y++)
        {
            for (var x = 0; x < cut.Width; x++)
            {
                var from = cut.Pixels.AsSpan((y * cut.Width + x) * 4, 4);
                var to = scene.Pixels.AsSpan(((place.Top + y) * scene.Width + place.Left + x) * 4, 4);
                int a = from[3];
                for (var c = 0; c < 3; c++)
                    to[c] = (byte)((from[c] * a + to[c] * (255 - a) + 127) / 255);
            }
        }
    }
}
