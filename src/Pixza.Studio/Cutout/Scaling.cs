using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>Makes cut products and pictures smaller.</summary>
internal static class Scaling
{
    /// <summary>Averages over areas, colours weighted by their alpha, so that nothing of the old background comes back.</summary>
    public static Picture Shrink(Picture picture, byte[]? alpha, int left, int top, int width, int height, int toWidth, int toHeight)
    {
        var small = new Picture(toWidth, toHeight);
        Parallel.For(0, toHeight, Render.RenderGate.Options(), y =>
        {
            double y0 = top + (double)y * height / toHeight, y1 = top + (y + 1.0) * height / toHeight;
            for (var x = 0; x < toWidth; x++)
            {
                double x0 = left + (double)x * width / toWidth, x1 = left + (x + 1.0) * width / toWidth;
                double r = 0, g = 0, b = 0, a = 0, area = 0;
                for (var sy = (int)y0; sy < Math.Min(picture.Height, Math.Ceiling(y1)); sy++)
                {
                    var tall = Math.Min(y1, sy + 1) - Math.Max(y0, sy);
                    for (var sx = (int)x0; sx < Math.Min(picture.Width, Math.Ceiling(x1)); sx++)
                    {
                        var cover = tall * (Math.Min(x1, sx + 1) - Math.Max(x0, sx));
                        var i = sy * picture.Width + sx;
                        var p = picture.Pixels.AsSpan(i * 4, 4);
                        var weight = cover * (alpha is null ? p[3] : alpha[i]);
                        (r, g, b, a, area) = (r + p[0] * weight, g + p[1] * weight, b + p[2] * weight, a + weight, area + cover);
                    }
                }

                var to = small.Pixels.AsSpan((y * toWidth + x) * 4, 4);
                if (a <= 0)
                    continue;
                (to[0], to[1], to[2], to[3]) = (Round(r / a), Round(g / a), Round(b / a), Round(a / Math.Max(1e-9, area)));
            }
        });
        return small;
    }

    private static byte Round(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
