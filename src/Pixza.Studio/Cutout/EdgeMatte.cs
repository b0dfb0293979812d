using System.Numerics;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>
/// Finds how much of each pixel along the outline is product. A pixel there is a mixture of the background (which the model knows)
/// and the product (which the nearest pixel well inside shows), so its share follows from where it lies between the two.
/// </summary>
internal static class EdgeMatte
{
    private const int Reach = 4;

    public static (Picture Picture, byte[] Alpha) Make(Picture picture, BackgroundModel model, bool[] product, CancellationToken cancellationToken)
    {
        var (width, height) = (picture.Width, picture.Height);
        var depth = Depth(product, width, height);
        var alpha = new byte[product.Length];
        var cleaned = new Picture(width, height, (byte[])picture.Pixels.Clone());
        var options = Render.RenderGate.Options(cancellationToken);
        Parallel.For(0, height, options, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                // Three pixels and more inside nothing is mixed: those pixels stay as they are, byte for byte.
                if (depth[i] >= 3)
                    alpha[i] = 255;
                else if (depth[i] >= -1)
                    alpha[i] = Mixed(picture, cleaned, model, depth, x, y);
            }
        });
        return (cleaned, alpha);
    }

    private static byte Mixed(Picture picture, Picture cleaned, BackgroundModel model, sbyte[] depth, int x, int y)
    {
        var (width, height) = (picture.Width, picture.Height);
        var inside = Vector3.Zero;
        var weight = 0f;
        for (var dy = -Reach; dy <= Reach; dy++)
        {
            for (var dx = -Reach; dx <= Reach; dx++)
            {
                int nx = x + dx, ny = y + dy;
                if (nx < 0 || ny < 0 || nx >= width || ny >= height || depth[ny * width + nx] < 3)
                    continue;
                var w = 1f / (1 + dx * dx + dy * dy);
                inside += BackgroundModel.Colour(picture, nx, ny) * w;
                weight += w;
            }
        }

        var at = y * width + x;
        var c = BackgroundModel.Colour(picture, x, y);
        var b = model.At(x, y);
        if (weight == 0)
            return depth[at] >= 1 ? (byte)255 : (byte)0;
        var f = inside / weight;
        var span = f - b;
        var share = span.LengthSquared() < 150 ? (depth[at] >= 1 ? 1 : 0) : Math.Clamp(Vector3.Dot(c - b, span) / span.LengthSquared(), 0, 1);
        // Below a twelfth it is noise, above eleven it is product.
        share = share < 0.08f ? 0 : share > 0.92f ? 1 : share;
        if (share is > 0 and < 1)
        {
            var pure = Vector3.Clamp(b + (c - b) / share, Vector3.Zero, new(255));
            var to = cleaned.Pixels.AsSpan(at * 4, 3);
            (to[0], to[1], to[2]) = ((byte)MathF.Round(pure.X), (byte)MathF.Round(pure.Y), (byte)MathF.Round(pure.Z));
        }

        return (byte)MathF.Round(share * 255);
    }

    /// <summary>Pixels from the outline: 1 just inside, 2 the next, 3 all beyond; 0 and -1 just outside, -2 all beyond.</summary>
    private static sbyte[] Depth(bool[] product, int width, int height)
    {
        var depth = Array.ConvertAll(product, inside => inside ? (sbyte)3 : (sbyte)-2);
        for (sbyte ring = 0; ring < 2; ring++)
        {
            var before = (sbyte[])depth.Clone();
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var i = y * width + x;
                    if (before[i] is not (3 or -2))
                        continue;
                    // Inside is eaten from the outline inward, outside from it outward; the picture's own border is no outline.
                    if (product[i])
                    {
                        if (Near(i, x, y, n => ring == 0 ? !product[n] : before[n] == 1))
                            depth[i] = (sbyte)(ring + 1);
                    }
                    else if (Near(i, x, y, n => ring == 0 ? product[n] : before[n] == 0))
                    {
                        depth[i] = (sbyte)-ring;
                    }
                }
            }
        }

        return depth;

        bool Near(int i, int x, int y, Func<int, bool> test) =>
            x > 0 && test(i - 1) || x + 1 < width && test(i + 1) || y > 0 && test(i - width) || y + 1 < height && test(i + width);
    }
}
