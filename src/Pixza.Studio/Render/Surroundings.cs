using System.Numerics;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>The light that comes from all round: sharp for mirrors, blurred for satin, summed over a hemisphere for chalk.</summary>
internal sealed class Surroundings
{
    private const int Width = 256;
    private const int Height = 128;
    private const int Levels = 6;
    private readonly Vector3[][] _levels = new Vector3[Levels][];
    private readonly Vector3[] _harmonics = new Vector3[9];

    public Surroundings(Backdrop backdrop, Lighting lighting, CancellationToken cancellationToken)
    {
        var sharp = _levels[0] = new Vector3[Width * Height];
        var options = RenderGate.Options(cancellationToken);
        Parallel.For(0, Height, options, y =>
        {
            for (var x = 0; x < Width; x++)
                sharp[y * Width + x] = backdrop.Light(Direction(x, y));
        });
        foreach (var bokeh in backdrop.Bokeh)
            Add(sharp, bokeh.Direction, bokeh.Radius * 1.2f, bokeh.Colour, 0.8f);
        SumHemispheres(sharp);
        // The lamps themselves are seen in reflections only: what they light is reckoned from their direction.
        Add(sharp, lighting.ToKey, 0.2f + lighting.Softness * 0.8f, lighting.Key * 1.5f, 0.55f);
        Add(sharp, lighting.ToRim, 0.3f, lighting.Rim * 1.3f, 0.4f);
        for (var level = 1; level < Levels; level++)
            _levels[level] = Halved(_levels[level - 1], Width >> level - 1, Height >> level - 1);
    }

    /// <summary>Light from a direction, blurred as a surface of this roughness does.</summary>
    public Vector3 Reflected(Vector3 d, float roughness)
    {
        var depth = Math.Clamp(MathF.Sqrt(roughness) * 1.25f - 0.12f, 0, 1) * (Levels - 1.001f);
        var level = (int)depth;
        var u = MathF.Atan2(d.X, -d.Z) * (0.5f / MathF.PI) + 0.5f;
        var v = MathF.Acos(Math.Clamp(d.Y, -1, 1)) * (1 / MathF.PI);
        return Vector3.Lerp(Sample(level, u, v), Sample(level + 1, u, v), depth - level);
    }

    /// <summary>Light that falls on a matt surface facing this way.</summary>
    public Vector3 Diffuse(Vector3 n)
    {
        var h = _harmonics;
        var sum = h[0] + h[1] * n.Y + h[2] * n.Z + h[3] * n.X + h[4] * (n.X * n.Y) + h[5] * (n.Y * n.Z)
            + h[6] * (3 * n.Z * n.Z - 1) + h[7] * (n.X * n.Z) + h[8] * (n.X * n.X - n.Y * n.Y);
        return Vector3.Max(sum, Vector3.Zero);
    }

    private Vector3 Sample(int level, float u, float v)
    {
        int w = Width >> level, h = Height >> level;
        var map = _levels[level];
        float x = u * w - 0.5f, y = Math.Clamp(v * h - 0.5f, 0, h - 1);
        int x0 = (int)MathF.Floor(x), y0 = (int)y;
        var (fx, fy) = (x - x0, y - y0);
        int xa = (x0 + w) % w, xb = (x0 + 1 + w) % w, yb = Math.Min(y0 + 1, h - 1);
        return Vector3.Lerp(Vector3.Lerp(map[y0 * w + xa], map[y0 * w + xb], fx), Vector3.Lerp(map[yb * w + xa], map[yb * w + xb], fx), fy);
    }

    private static Vector3 Direction(int x, int y)
    {
        var (s, c) = MathF.SinCos(((x + 0.5f) / Width - 0.5f) * 2 * MathF.PI);
        var (ring, up) = MathF.SinCos((y + 0.5f) / Height * MathF.PI);
        return new(s * ring, up, -c * ring);
    }

    private static void Add(Vector3[] map, Vector3 direction, float radius, Vector3 light, float hardness)
    {
        var (inner, outer) = (MathF.Cos(radius * hardness), MathF.Cos(radius));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                map[y * Width + x] += light * Grains.Smooth(outer, inner, Vector3.Dot(Direction(x, y), direction));
        }
    }

    private static Vector3[] Halved(Vector3[] map, int width, int height)
    {
        int w = width / 2, h = height / 2;
        var half = new Vector3[w * h];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                // Wider than the square of four, so that the blurred levels show no squares.
                var sum = Vector3.Zero;
                for (var dy = -1; dy <= 2; dy++)
                {
                    for (var dx = -1; dx <= 2; dx++)
                        sum += map[Math.Clamp(2 * y + dy, 0, height - 1) * width + (2 * x + dx + width) % width] * ((dy is 0 or 1 ? 3 : 1) * (dx is 0 or 1 ? 3 : 1));
                }

                half[y * w + x] = sum / 64;
            }
        }

        return half;
    }

    // Nine spherical harmonics hold the irradiance of smooth light to about a percent (Ramamoorthi and Hanrahan 2001).
    private void SumHemispheres(Vector3[] map)
    {
        var h = _harmonics;
        for (var y = 0; y < Height; y += 2)
        {
            var solid = MathF.Sin((y + 0.5f) / Height * MathF.PI) * (2 * MathF.PI / Width) * (MathF.PI / Height) * 4;
            for (var x = 0; x < Width; x += 2)
            {
                var n = Direction(x, y);
                var light = map[y * Width + x] * solid;
                h[0] += light * 0.282095f;
                h[1] += light * (0.488603f * n.Y);
                h[2] += light * (0.488603f * n.Z);
                h[3] += light * (0.488603f * n.X);
                h[4] += light * (1.092548f * n.X * n.Y);
                h[5] += light * (1.092548f * n.Y * n.Z);
                h[6] += light * (0.315392f * (3 * n.Z * n.Z - 1));
                h[7] += light * (1.092548f * n.X * n.Z);
                h[8] += light * (0.546274f * (n.X * n.X - n.Y * n.Y));
            }
        }

        ReadOnlySpan<float> basis = [0.282095f, 0.488603f, 0.488603f, 0.488603f, 1.092548f, 1.092548f, 0.315392f, 1.092548f, 0.546274f];
        for (var i = 0; i < 9; i++)
            h[i] *= basis[i] * (i == 0 ? 1f : i < 4 ? 2f / 3 : 0.25f);
    }
}
