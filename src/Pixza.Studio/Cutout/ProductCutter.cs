using System.Numerics;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>Cuts a product out of a photo with a plain, or nearly plain, background, or by the photo's own transparency.</summary>
internal static class ProductCutter
{
    /// <summary>Smaller than this share of the photo is dust, not a product.</summary>
    private const double LeastArea = 0.004;

    private const double MostArea = 0.97;

    /// <returns>Null when nothing stands out plainly.</returns>
    public static CutProduct? Cut(Picture picture, CancellationToken cancellationToken)
    {
        var (width, height) = (picture.Width, picture.Height);
        if (OwnAlpha(picture) is { } own)
            return Finish(picture, own, 1);
        var model = BackgroundModel.Fit(picture);
        if (model.Agreement < 0.4)
            return null;
        cancellationToken.ThrowIfCancellationRequested();
        var field = new DifferenceField(picture, model);
        var background = BackgroundGrower.Grow(field, width, height);
        cancellationToken.ThrowIfCancellationRequested();
        var product = Array.ConvertAll(background, cell => !cell);
        DropDust(product, width, height);
        BackgroundGrower.Peel(field, product, width, height);
        DropDust(product, width, height);
        var alpha = EdgeMatte.Make(picture, model, product, cancellationToken);
        return Finish(alpha.Picture, alpha.Alpha, Confidence(model, field, product));
    }

    private static byte[]? OwnAlpha(Picture picture)
    {
        var alpha = new byte[picture.Width * picture.Height];
        var clear = 0;
        for (var i = 0; i < alpha.Length; i++)
        {
            alpha[i] = picture.Pixels[i * 4 + 3];
            if (alpha[i] < 8)
                clear++;
        }

        return clear > alpha.Length * 0.02 ? alpha : null;
    }

    // What is far smaller than the largest piece is dust or noise; pieces of like size belong to the product (a pair of shoes).
    private static void DropDust(bool[] product, int width, int height)
    {
        var (labels, regions) = Regions.Find(product, width, height);
        if (regions.Count == 0)
            return;
        var least = Math.Max(regions.Max(r => r.Area) / 60, product.Length * LeastArea / 8);
        for (var i = 0; i < product.Length; i++)
            product[i] = product[i] && regions[labels[i] - 1].Area >= least;
    }

    private static CutProduct? Finish(Picture picture, byte[] alpha, double confidence)
    {
        var (width, height) = (picture.Width, picture.Height);
        int left = width, top = height, right = -1, bottom = -1, area = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (alpha[y * width + x] < 8)
                    continue;
                area++;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }
        }

        return area < LeastArea * alpha.Length || area > MostArea * alpha.Length ? null : new(picture, alpha, left, top, right, bottom, confidence);
    }

    // Sure when the border is one sheet and the product's rim stands off from it.
    private static double Confidence(BackgroundModel model, DifferenceField field, bool[] product)
    {
        double sum = 0;
        var count = 0;
        for (var i = 0; i < product.Length; i++)
        {
            if (!product[i])
                continue;
            sum += Math.Min(1, field.Distance[i] / (field.Threshold * 4));
            count++;
        }

        return count == 0 ? 0 : Math.Clamp(model.Agreement * (0.35 + 0.65 * sum / count), 0, 1);
    }
}
