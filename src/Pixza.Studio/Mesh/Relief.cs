using System.Numerics;
using Pixza.Studio.Cutout;
using Pixza.Studio.Media;

namespace Pixza.Studio.Mesh;

/// <summary>
/// A picture as a body: the product's outline, swollen like a pillow to both sides, with the picture on it. A picture without a
/// product that stands out becomes a thin plaque.
/// </summary>
internal static class Relief
{
    private const int Cells = 120;
    private const int TextureSide = 1024;

    public static (Surface Surface, Picture Texture) Make(Picture picture, CancellationToken cancellationToken)
    {
        var product = ProductCutter.Cut(picture, cancellationToken);
        var texture = Texture(picture, product);
        var scale = (float)Cells / Math.Max(texture.Width, texture.Height);
        int w = Math.Max(2, (int)(texture.Width * scale)), h = Math.Max(2, (int)(texture.Height * scale));
        var small = Scaling.Shrink(texture, null, 0, 0, texture.Width, texture.Height, w, h);
        var inside = new bool[w * h];
        for (var i = 0; i < inside.Length; i++)
            inside[i] = small.Pixels[i * 4 + 3] > 127;
        var heights = Heights(inside, w, h, product is null);
        var surface = new Surface();
        Side(surface, inside, heights, w, h, 1);
        Side(surface, inside, heights, w, h, -1);
        Bleed(texture);
        return (surface, texture);
    }

    private static Picture Texture(Picture picture, CutProduct? product)
    {
        var (left, top, width, height) = product is null ? (0, 0, picture.Width, picture.Height) : (product.Left, product.Top, product.Width, product.Height);
        var shrink = Math.Min(1.0, (double)TextureSide / Math.Max(width, height));
        return Scaling.Shrink(product?.Picture ?? picture, product?.Alpha, left, top, width, height, Math.Max(2, (int)(width * shrink)), Math.Max(2, (int)(height * shrink)));
    }

    /// <summary>Half the thickness at each cell: a circle's arc over the way to the nearest outline.</summary>
    private static float[] Heights(bool[] inside, int w, int h, bool flat)
    {
        var way = new float[w * h];
        for (var i = 0; i < way.Length; i++)
            way[i] = inside[i] ? 1e6f : 0;
        const float Diagonal = 1.41421356f;
        float At(int x, int y) => x < 0 || y < 0 || x >= w || y >= h ? 0 : way[y * w + x];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
                way[y * w + x] = Math.Min(way[y * w + x], Math.Min(Math.Min(At(x - 1, y) + 1, At(x, y - 1) + 1), Math.Min(At(x - 1, y - 1), At(x + 1, y - 1)) + Diagonal));
        }

        for (var y = h - 1; y >= 0; y--)
        {
            for (var x = w - 1; x >= 0; x--)
                way[y * w + x] = Math.Min(way[y * w + x], Math.Min(Math.Min(At(x + 1, y) + 1, At(x, y + 1) + 1), Math.Min(At(x + 1, y + 1), At(x - 1, y + 1)) + Diagonal));
        }

        var most = Math.Max(1, way.Max());
        var reach = flat ? 2 : most;
        return [.. way.Select(d =>
        {
            var t = Math.Clamp(1 - d / reach, 0, 1);
            return MathF.Sqrt(1 - t * t) * reach * (flat ? 0.8f : 0.62f);
        })];
    }

    private static void Side(Surface surface, bool[] inside, float[] heights, int w, int h, int sign)
    {
        var unit = 2f / Math.Max(w, h);
        var first = surface.Places.Count;
        float Height(int x, int y) => x <= 0 || y <= 0 || x >= w || y >= h
            ? 0
            : (heights[y * w + x] + heights[y * w + x - 1] + heights[(y - 1) * w + x] + heights[(y - 1) * w + x - 1]) / 4;
        for (var y = 0; y <= h; y++)
        {
            for (var x = 0; x <= w; x++)
            {
                surface.Places.Add(new((x - w / 2f) * unit, (h - y) * unit, sign * Height(x, y) * unit));
                var slope = new Vector3(Height(x - 1, y) - Height(x + 1, y), Height(x, y + 1) - Height(x, y - 1), 2);
                surface.Normals.Add(Vector3.Normalize(slope * new Vector3(1, 1, sign)));
                surface.Texture.Add(new((float)x / w, (float)y / h));
            }
        }

        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                // One cell beyond the outline too: there the texture's own alpha draws the edge.
                if (!Near(x, y))
                    continue;
                int a = first + y * (w + 1) + x, b = a + 1, c = a + w + 1, d = c + 1;
                surface.Triangles.AddRange(sign > 0 ? [a, c, b, b, c, d] : [a, b, c, b, d, c]);
            }
        }

        bool Near(int x, int y)
        {
            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(h - 1, y + 1); ny++)
            {
                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(w - 1, x + 1); nx++)
                {
                    if (inside[ny * w + nx])
                        return true;
                }
            }

            return false;
        }
    }

    // The colour of the outline goes on a little beyond it, so that filtering does not mix in black.
    private static void Bleed(Picture texture)
    {
        for (var y = 0; y < texture.Height; y++)
        {
            var last = -1;
            for (var x = 0; x < texture.Width; x++)
            {
                var i = (y * texture.Width + x) * 4;
                if (texture.Pixels[i + 3] > 0)
                    last = i;
                else if (last >= 0)
                    texture.Pixels.AsSpan(last, 3).CopyTo(texture.Pixels.AsSpan(i));
            }
        }
    }
}
