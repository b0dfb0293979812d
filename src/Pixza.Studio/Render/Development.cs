using System.Numerics;
using Pixza.Studio.Media;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>Develops linear light into a picture of the asked size: exposure, film curve, vignette, a little grain.</summary>
internal static class Development
{
    private static readonly byte[] Srgb = [.. Enumerable.Range(0, 4097).Select(i => (byte)MathF.Round(255 * Colour.ToSrgb(i / 4096f)))];

    /// <summary>The rendered map may be smaller than the picture: it is then enlarged smoothly.</summary>
    public static Picture Develop(LightMap map, Lighting lighting, int width, int height, int grainSeed, CancellationToken cancellationToken)
    {
        var film = new Vector3[map.Pixels.Length];
        var options = RenderGate.Options(cancellationToken);
        Parallel.For(0, map.Height, options, y =>
        {
            for (var x = 0; x < map.Width; x++)
                film[y * map.Width + x] = Film(map.Pixels[y * map.Width + x] * lighting.Tint * lighting.Exposure * Vignette(x, y, map, lighting.Vignette));
        });
        var picture = new Picture(width, height);
        var same = width == map.Width && height == map.Height;
        Parallel.For(0, height, options, y =>
        {
            var row = picture.Pixels.AsSpan(y * width * 4, width * 4);
            for (var x = 0; x < width; x++)
            {
                var c = same ? film[y * width + x] : Enlarge(film, map.Width, map.Height, (x + 0.5f) * map.Width / width - 0.5f, (y + 0.5f) * map.Height / height - 0.5f);
                var grain = (Noise.Pixel(x, y, grainSeed) + Noise.Pixel(x, y, grainSeed + 1) - 1) * 0.011f;
                row[x * 4] = Byte(c.X, grain);
                row[x * 4 + 1] = Byte(c.Y, grain);
                row[x * 4 + 2] = Byte(c.Z, grain);
                row[x * 4 + 3] = 255;
            }
        });
        return picture;
    }

    /// <summary>A film's answer to light, 0..1 linear: dark tones straight, bright ones bent to white without changing their hue much.</summary>
    public static Vector3 Film(Vector3 c)
    {
        // Hable's rational curve on each channel bends hues less than a hard shoulder; a part of the brightest channel keeps colours full.
        c = Vector3.Max(c, Vector3.Zero) * 0.82f;
        var bent = c * (c * 2.51f + new Vector3(0.03f)) / (c * (c * 2.43f + new Vector3(0.59f)) + new Vector3(0.14f));
        return Vector3.Clamp(bent, Vector3.Zero, Vector3.One);
    }

    // Grain lives in the eye's scale, so it goes onto the square root of light.
    private static byte Byte(float linear, float grain)
    {
        var root = MathF.Sqrt(linear) + grain * (1 - linear * 0.6f);
        return Srgb[(int)(Math.Clamp(root * root, 0, 1) * 4096)];
    }

    private static float Vignette(int x, int y, LightMap map, float strength)
    {
        float u = (x + 0.5f) / map.Width * 2 - 1, v = (y + 0.5f) / map.Height * 2 - 1;
        var r2 = (u * u + v * v) * 0.5f;
        return 1 - strength * r2 * (0.35f + 0.65f * r2);
    }

    // Catmull-Rom: keeps edges crisper than a straight line between pixels does.
    private static Vector3 Enlarge(Vector3[] film, int width, int height, float x, float y)
    {
        int x0 = (int)MathF.Floor(x), y0 = (int)MathF.Floor(y);
        float fx = x - x0, fy = y - y0;
        var wx = Weights(fx);
        var wy = Weights(fy);
        var sum = Vector3.Zero;
        for (var j = 0; j < 4; j++)
        {
            var row = Math.Clamp(y0 + j - 1, 0, height - 1) * width;
            sum += wy[j] * (film[row + Math.Clamp(x0 - 1, 0, width - 1)] * wx.X + film[row + Math.Clamp(x0, 0, width - 1)] * wx.Y
                + film[row + Math.Clamp(x0 + 1, 0, width - 1)] * wx.Z + film[row + Math.Clamp(x0 + 2, 0, width - 1)] * wx.W);
        }

        return Vector3.Clamp(sum, Vector3.Zero, Vector3.One);
    }

    private static Vector4 Weights(float t)
    {
        float t2 = t * t, t3 = t2 * t;
        return new(-0.5f * t3 + t2 - 0.5f * t, 1.5f * t3 - 2.5f * t2 + 1, -1.5f * t3 + 2 * t2 + 0.5f * t, 0.5f * t3 - 0.5f * t2);
    }
}
