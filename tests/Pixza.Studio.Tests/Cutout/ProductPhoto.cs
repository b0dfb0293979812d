using Pixza.Studio.Media;

namespace Pixza.Studio.Tests.Cutout;

/// <summary>A made-up product photo of which every pixel's truth is known: a striped bottle with a handle on a lit sheet of paper.</summary>
internal sealed class ProductPhoto
{
    public ProductPhoto(int width = 320, int height = 320, int noise = 2)
    {
        Picture = new(width, height);
        Truth = new bool[width * height];
        var grain = new Scene.Seeded(5);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double u = (x + 0.5) / width, v = (y + 0.5) / height;
                var ring = Math.Sqrt((u - 0.64) * (u - 0.64) + (v - 0.55) * (v - 0.55));
                var inside = u is > 0.35 and < 0.62 && v is > 0.3 and < 0.8 || u is > 0.43 and < 0.54 && v is > 0.2 and < 0.31 || ring is > 0.085 and < 0.125 && u > 0.61;
                Truth[y * width + x] = inside;
                var sheet = 236 - 16 * v - 10 * (u - 0.5) * (u - 0.5);
                var (r, g, b) = !inside ? (sheet, sheet, sheet - 3) : y / 6 % 3 == 0 ? (40.0, 60 + 100 * v, 150.0) : (190 - 60 * u, 50.0, 45.0);
                var p = Picture.Pixels.AsSpan((y * width + x) * 4, 4);
                var n = noise == 0 ? 0 : grain.Below(2 * noise + 1) - noise;
                (p[0], p[1], p[2], p[3]) = ((byte)(r + n), (byte)(g + n), (byte)(b + n), 255);
            }
        }
    }

    public Picture Picture { get; }

    public bool[] Truth { get; }

    public byte[] Png => global::Pixza.Studio.Media.Png.Write(Picture, "");
}
