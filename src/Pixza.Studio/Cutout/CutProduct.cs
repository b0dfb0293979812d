using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>A product found in a photo.</summary>
/// <param name="Picture">The photo; where the alpha is partial, its colours are cleaned of the background that shone through.</param>
/// <param name="Alpha">A byte for each pixel of the photo: 0 background, 255 product, its pixels there untouched.</param>
/// <param name="Left">The box of all pixels that are not background; right and bottom are inside.</param>
/// <param name="Confidence">0..1.</param>
internal sealed record CutProduct(Picture Picture, byte[] Alpha, int Left, int Top, int Right, int Bottom, double Confidence)
{
    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;
}
