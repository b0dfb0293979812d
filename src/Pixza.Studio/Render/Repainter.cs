using System.Numerics;
using Pixza.Studio.Media;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>
/// Paints a picture after another one: the input's composition and palette, laid on with a brush (each place takes the colour of
/// its calmest neighbourhood, which keeps edges and drops texture), under the light that the words ask for.
/// </summary>
internal static class Repainter
{
    private const int MostPixels = 1_000_000;

    public static Picture Repaint(Picture input, string prompt, long seed, int width, int height, CancellationToken cancellationToken)
    {
        var stage = StageBuilder.Build(prompt, seed);
        var (w, h) = Photographer.RenderSize(width, height, MostPixels);
        var source = Cover(input, w, h, cancellationToken);
        var painted = Brush(source, Math.Max(1, Math.Min(w, h) / 220), cancellationToken);
        var camera = new Camera(stage.Camera, new(new(-1, 0, -1), new(1, 2, 1)), w, h);
        var plate = new Plate(stage.Backdrop, camera, 320, cancellationToken);
        var tint = stage.Lighting.Tint * (stage.Lighting.Key / Math.Max(0.1f, Colour.Luminance(stage.Lighting.Key)));
        var from = new Vector2(MathF.Sign(stage.Lighting.ToKey.X), -0.8f);
        Parallel.For(0, h, RenderGate.Options(cancellationToken), y =>
        {
            for (var x = 0; x < w; x++)
            {
                var i = y * w + x;
                var place = plate.At(x, y);
                // The lamp's side is lit in its colour, the other keeps the input's light; the place adds a breath of its air.
                var lit = Math.Clamp(0.5f + 0.5f * Vector2.Dot(from, new(2f * x / w - 1, 2f * y / h - 1)), 0, 1);
                var colour = painted.Pixels[i] * Vector3.Lerp(Vector3.One, tint, 0.25f + 0.45f * lit) * (0.78f + 0.4f * lit);
                painted.Pixels[i] = Vector3.Lerp(colour, place * (0.4f + Colour.Luminance(colour)), 0.14f);
            }
        });
        return Development.Develop(painted, stage.Lighting with { Tint = Vector3.One, Exposure = 1 }, width, height, stage.GrainSeed, cancellationToken);
    }

    /// <summary>The input's middle, scaled to fill the size, in linear light.</summary>
    public static LightMap Cover(Picture input, int width, int height, CancellationToken cancellationToken)
    {
        var scale = Math.Max((double)width / input.Width, (double)height / input.Height);
        int cutWidth = Math.Clamp((int)Math.Round(width / scale), 1, input.Width), cutHeight = Math.Clamp((int)Math.Round(height / scale), 1, input.Height);
        var cut = Cutout.Scaling.Shrink(input, null, (input.Width - cutWidth) / 2, (input.Height - cutHeight) / 2, cutWidth, cutHeight, width, height);
        var map = new LightMap(width, height);
        Parallel.For(0, height, RenderGate.Options(cancellationToken), y =>
        {
            for (var i = y * width; i < (y + 1) * width; i++)
            {
                var p = cut.Pixels.AsSpan(i * 4, 4);
                var a = p[3] / 255f;
                // What was transparent becomes paper.
                map.Pixels[i] = new Vector3(Colour.ToLinear(p[0] / 255f), Colour.ToLinear(p[1] / 255f), Colour.ToLinear(p[2] / 255f)) * a + new Vector3(0.86f * (1 - a));
            }
        });
        return map;
    }

    // Kuwahara's filter: of four squares around a pixel, the mean of the one that varies least.
    private static LightMap Brush(LightMap map, int radius, CancellationToken cancellationToken)
    {
        var (w, h) = (map.Width, map.Height);
        var painted = new LightMap(w, h);
        Parallel.For(0, h, RenderGate.Options(cancellationToken), y =>
        {
            for (var x = 0; x < w; x++)
            {
                var (best, least) = (Vector3.Zero, float.MaxValue);
                for (var square = 0; square < 4; square++)
                {
                    int x0 = square % 2 == 0 ? x - radius : x, y0 = square / 2 == 0 ? y - radius : y;
                    Vector3 sum = default, squares = default;
                    for (var sy = y0; sy <= y0 + radius; sy++)
                    {
                        for (var sx = x0; sx <= x0 + radius; sx++)
                        {
                            var c = map.Pixels[Math.Clamp(sy, 0, h - 1) * w + Math.Clamp(sx, 0, w - 1)];
                            sum += c;
                            squares += c * c;
                        }
                    }

                    var mean = sum / ((radius + 1) * (radius + 1));
                    var varied = squares / ((radius + 1) * (radius + 1)) - mean * mean;
                    var spread = varied.X + varied.Y + varied.Z;
                    if (spread < least)
                        (best, least) = (mean, spread);
                }

                painted.Pixels[y * w + x] = Vector3.Lerp(best, map.Pixels[y * w + x], 0.25f);
            }
        });
        return painted;
    }
}
