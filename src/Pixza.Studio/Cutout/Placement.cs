namespace Pixza.Studio.Cutout;

/// <summary>
/// Where a cut product goes in the new picture. Its pixels are taken one to one wherever its box fits into the asked size, also
/// when that leaves it small: a product is never enlarged, for that would invent pixels. Only when it does not fit is it scaled
/// down, to leave a margin. When the new picture has the photo's size and the product stands well in it, it stays where it was.
/// </summary>
/// <param name="Left">Of the product's box in the new picture, in pixels.</param>
/// <param name="Scale">1: pixel for pixel; less: scaled down.</param>
/// <param name="Foot">The row on which it stands.</param>
internal sealed record Placement(int Left, int Top, int Width, int Height, double Scale)
{
    private const double Margin = 0.86;

    public int Foot => Top + Height;

    public static Placement Find(CutProduct product, int width, int height)
    {
        var photo = product.Picture;
        var (w, h, scale) = (product.Width, product.Height, 1.0);
        if (w > width || h > height)
        {
            scale = Math.Min(width * Margin / w, height * Margin * 0.95 / h);
            (w, h) = (Math.Max(1, (int)(w * scale)), Math.Max(1, (int)(h * scale)));
        }

        var foot = (product.Bottom + 1.0) / photo.Height;
        if (scale == 1 && photo.Width == width && photo.Height == height && foot is > 0.58 and < 0.97)
            return new(product.Left, product.Top, w, h, 1);
        // Standing a little below the middle, with more air above than below.
        var top = Math.Clamp((int)(height * 0.56 - h * 0.5), Math.Min(height / 50, height - h), height - h);
        if (top + h < height * 0.62)
            top = Math.Min(height - h, (int)(height * 0.7) - h);
        return new((width - w) / 2, top, w, h, scale);
    }
}
