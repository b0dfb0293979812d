using System.Numerics;
using Pixza.Core.Pictures;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>
/// Lays the product of the original over the edited picture, at the place and size where it fits best, and compares: how much of its
/// area is still it (mask), how near the colours are, and whether the lines are where they were (edges).
/// </summary>
internal sealed class StudioTruthScore(PictureReader reader) : ITruthScore
{
    /// <summary>Both are compared at about this size, so that resampling does not count as a change.</summary>
    private const int Side = 224;

    /// <summary>Levels of 255 from which on a place is something else.</summary>
    private const float Changed = 42;

    public async Task<TruthScore> CompareAsync(ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> edited, CancellationToken cancellationToken)
    {
        var (before, _) = await reader.ReadAsync(original, cancellationToken);
        var (after, _) = await reader.ReadAsync(edited, cancellationToken);
        if (before is null || after is null)
            return new(0, 0, 0, 0);
        return await Task.Run(() => Compare(before, after, cancellationToken), cancellationToken);
    }

    private static TruthScore Compare(Picture before, Picture after, CancellationToken cancellationToken)
    {
        // Without a product that stands out, the whole picture is what has to be true.
        var product = ProductCutter.Cut(before, cancellationToken) ?? Whole(before);
        var place = Registration.Find(product, after, cancellationToken);
        var shrink = Math.Min(1.0, (double)Side / Math.Max(product.Width, product.Height));
        int w = Math.Max(4, (int)(product.Width * shrink)), h = Math.Max(4, (int)(product.Height * shrink));
        var was = Scaling.Shrink(product.Picture, product.Alpha, product.Left, product.Top, product.Width, product.Height, w, h);
        var now = Sampled(after, place, product, w, h);
        var inside = new bool[w * h];
        for (var i = 0; i < inside.Length; i++)
            inside[i] = was.Pixels[i * 4 + 3] > 250;

        double kept = 0, area = 0, colour = 0, moved = 0, lines = 0;
        for (var y = 1; y < h - 1; y++)
        {
            for (var x = 1; x < w - 1; x++)
            {
                var i = y * w + x;
                if (!inside[i])
                    continue;
                area++;
                var difference = Vector3.Distance(BackgroundModel.Colour(was, x, y), BackgroundModel.Colour(now, x, y));
                colour += Math.Min(difference, 160);
                kept += difference < Changed ? 1 : 0;
                if (!(inside[i - 1] && inside[i + 1] && inside[i - w] && inside[i + w]))
                    continue;
                Vector2 a = Slope(was, x, y), b = Slope(now, x, y);
                moved += Vector2.Distance(a, b);
                lines += Math.Max(a.Length(), b.Length());
            }
        }

        if (area == 0)
            return new(0, 0, 0, 0);
        // Differences of two levels are a codec's, not a change.
        var colourScore = Math.Clamp(1 - Math.Max(0, colour / area - 2) / 70, 0, 1);
        // A smooth product has few lines, so what little there is must not decide alone.
        var edgeScore = Math.Clamp(1 - Math.Max(0, moved - area * 1.2) / (lines + area * 4), 0, 1);
        var maskScore = kept / area;
        return new(Math.Min(maskScore, Math.Min(colourScore, edgeScore)), maskScore, colourScore, edgeScore);
    }

    private static CutProduct Whole(Picture picture)
    {
        var alpha = new byte[picture.Width * picture.Height];
        Array.Fill(alpha, (byte)255);
        return new(picture, alpha, 0, 0, picture.Width - 1, picture.Height - 1, 0);
    }

    /// <summary>The area of the edited picture in which the product's box lies, at the size of the comparison.</summary>
    private static Picture Sampled(Picture after, Registration place, CutProduct product, int width, int height)
    {
        int left = (int)Math.Round(place.X), top = (int)Math.Round(place.Y);
        int w = Math.Max(1, (int)Math.Round(product.Width * place.Scale)), h = Math.Max(1, (int)Math.Round(product.Height * place.Scale));
        var window = new Picture(w, h);
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                if (left + x < 0 || top + y < 0 || left + x >= after.Width || top + y >= after.Height)
                    continue;
                after.Pixels.AsSpan(((top + y) * after.Width + left + x) * 4, 3).CopyTo(window.Pixels.AsSpan((y * w + x) * 4));
                window.Pixels[(y * w + x) * 4 + 3] = 255;
            }
        }

        return Scaling.Shrink(window, null, 0, 0, w, h, width, height);
    }

    private static Vector2 Slope(Picture picture, int x, int y)
    {
        float Light(int px, int py) => Vector3.Dot(BackgroundModel.Colour(picture, px, py), new(0.299f, 0.587f, 0.114f));
        return new((Light(x + 1, y) - Light(x - 1, y)) / 2, (Light(x, y + 1) - Light(x, y - 1)) / 2);
    }
}
