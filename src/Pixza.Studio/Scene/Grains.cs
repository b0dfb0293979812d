using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>The colour of a material at a place: veins, grain, weave.</summary>
internal static class Grains
{
    /// <param name="p">The place in the object's own space, one unit being about half its height.</param>
    /// <param name="detail">1 near the camera, falling to 0 where the pattern would be finer than a pixel.</param>
    public static Vector3 Colour(Material m, Vector3 p, float detail, ref float roughness)
    {
        p = (p - new Vector3(0, m.Middle, 0)) * m.Scale;
        switch (m.Grain)
        {
            case Grain.Marble:
                return Marble(m, p, detail);
            case Grain.Wood:
                return Wood(m, p, detail);
            case Grain.Planks:
                return Planks(m, p, detail);
            case Grain.Tiles:
                return Tiles(m, p, detail, ref roughness);
            case Grain.Brushed:
                roughness += (Noise.Value(new(p.X * 4, p.Y * 160, p.Z * 4)) - 0.5f) * 0.12f * detail;
                return m.Base;
            case Grain.Leather:
                return m.Base * (1 - 0.3f * detail * Noise.Fractal(p * 30, 2));
            case Grain.Fabric:
                return m.Base * (1 - 0.34f * detail * Weave(p));
            case Grain.Concrete:
                return m.Base * (0.8f + 0.3f * Noise.Fractal(p * 2.2f, 4) - 0.12f * detail * Noise.Value(p * 40));
            case Grain.Asphalt:
                roughness = 0.25f + 0.6f * Noise.Fractal(p * 0.9f, 3);
                return m.Base * (0.75f + 0.5f * detail * Noise.Value(p * 45));
            case Grain.Terrazzo:
                return Terrazzo(m, p);
            case Grain.Speckle:
                return m.Base * (0.93f + 0.09f * Noise.Fractal(p * 30, 2));
            case Grain.Sand:
                return m.Base * (0.84f + 0.2f * Noise.Fractal(new(p.X * 1.1f, 0, p.Z * 3.2f), 3) + 0.16f * detail * (Noise.Value(p * 70) - 0.5f));
            case Grain.Snow:
                return m.Base * (0.94f + 0.08f * Noise.Fractal(p * 1.7f, 4));
            case Grain.Grass:
                return Vector3.Lerp(m.Base, m.Second, Noise.Fractal(p * 2.2f, 3)) * (0.72f + 0.5f * detail * Noise.Fractal(p * 26, 2));
            case Grain.Stripes:
                return MathF.Sin(p.Y * 42) > 0.2f ? m.Second : m.Base;
            case Grain.Peel:
                return Vector3.Lerp(m.Base, m.Second, 0.85f * Smooth(0.45f, 0.8f, Noise.Fractal(new(p.X * 1.4f, p.Y * 0.8f, p.Z * 1.4f), 3)))
                    * (0.95f + 0.1f * Noise.Value(new(p.X * 26, p.Y * 6, p.Z * 26)));
            case Grain.Label:
                return Label(m, p);
            case Grain.Water:
                return m.Base * (0.8f + 0.4f * Noise.Fractal(new(p.X * 1.2f, 0, p.Z * 4), 3));
            default:
                return m.Base;
        }
    }

    private static Vector3 Marble(Material m, Vector3 p, float detail)
    {
        var bend = new Vector3(Noise.Fractal(p * 1.1f, 4), Noise.Fractal(p * 1.1f + new Vector3(31), 4), Noise.Fractal(p * 1.1f + new Vector3(67), 3));
        var q = p + bend * 1.9f;
        var broad = MathF.Abs(Noise.Value(q * 0.9f) - 0.5f) * 2;
        var fine = MathF.Abs(Noise.Value(q * 2.3f + new Vector3(9)) - 0.5f) * 2;
        var vein = 0.75f * MathF.Exp(-broad * 14) + 0.4f * detail * MathF.Exp(-fine * 22);
        var cloud = 0.22f * Noise.Fractal(p * 0.8f + bend, 2);
        return Vector3.Lerp(m.Base, m.Second, Math.Clamp(vein * (0.35f + bend.X) + cloud - 0.05f, 0, 0.9f));
    }

    private static Vector3 Wood(Material m, Vector3 p, float detail)
    {
        var wave = Noise.Fractal(new(p.X * 1.2f, p.Y * 0.5f, p.Z * 1.2f), 3) * 1.2f;
        var rings = Noise.Value(new((p.X + wave) * 5.5f, p.Y * 0.45f, p.Z * 3.5f));
        var fibre = Noise.Value(new(p.X * 55, p.Y * 2.2f, p.Z * 55)) * detail;
        return Vector3.Lerp(m.Base, m.Second, Math.Clamp(0.65f * rings * rings + 0.25f * fibre - 0.05f, 0, 1));
    }

    private static Vector3 Planks(Material m, Vector3 p, float detail)
    {
        const float Width = 0.95f;
        var board = MathF.Floor(p.Z / Width);
        var across = p.Z / Width - board;
        var shade = 0.86f + 0.24f * Noise.Value(new(board * 7.3f, 3.1f, 0));
        var grain = Wood(m, new(p.Z * 1.4f, p.X * 1.4f + board * 5.1f, board * 2.7f), detail);
        var seam = Smooth(0, 0.018f, Math.Min(across, 1 - across));
        return grain * shade * (0.35f + 0.65f * seam);
    }

    private static Vector3 Tiles(Material m, Vector3 p, float detail, ref float roughness)
    {
        float x = MathF.Floor(p.X / 1.2f), z = MathF.Floor(p.Z / 1.2f);
        float u = p.X / 1.2f - x, v = p.Z / 1.2f - z;
        var joint = Smooth(0.006f, 0.018f, Math.Min(Math.Min(u, 1 - u), Math.Min(v, 1 - v)));
        roughness += (1 - joint) * 0.5f * detail;
        return Vector3.Lerp(m.Second, m.Base * (0.93f + 0.1f * Noise.Value(new(x * 3.7f, z * 5.1f, 0))), 1 - (1 - joint) * detail);
    }

    private static Vector3 Terrazzo(Material m, Vector3 p)
    {
        var chip = Noise.Value(p * 9);
        var tone = Noise.Value(p * 3.1f + new Vector3(40));
        if (chip < 0.68f)
            return m.Base * (0.97f + 0.05f * Noise.Value(p * 40));
        return tone < 0.42f ? m.Second : tone < 0.55f ? m.Second * 0.3f : m.Base * 0.45f;
    }

    // Printed without letters: a rule above and below, a small mark between them, and lines for the small print.
    private static Vector3 Label(Material m, Vector3 p)
    {
        bool Between(float value, float low, float high) => value > low && value < high;
        var mark = MathF.Abs(MathF.Sqrt(p.X * p.X + (p.Y - 0.11f) * (p.Y - 0.11f)) - 0.075f) < 0.011f
            || (MathF.Abs(p.X) < 0.007f && Between(p.Y, 0.065f, 0.155f));
        var title = MathF.Abs(p.X) < 0.15f && Between(p.Y, -0.045f, -0.02f);
        var small = MathF.Abs(p.X) < 0.1f && (Between(p.Y, -0.094f, -0.084f) || Between(p.Y, -0.121f, -0.111f));
        return mark || title || small ? m.Second : m.Base;
    }

    private static float Weave(Vector3 p)
    {
        var u = MathF.Sin((p.X + p.Z) * 120) * MathF.Sin(p.Y * 120);
        return 0.5f + 0.5f * u;
    }

    public static float Smooth(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
