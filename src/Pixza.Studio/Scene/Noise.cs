using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pixza.Studio.Scene;

/// <summary>Smooth random fields from which veins, grain and clouds are made.</summary>
internal static class Noise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Corner(int x, int y, int z)
    {
        var h = (uint)x * 0x8DA6B343 ^ (uint)y * 0xD8163841 ^ (uint)z * 0xCB1AB31F;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h ^= h >> 13;
        return (h & 0xFFFFFF) * (1f / 0xFFFFFF);
    }

    /// <summary>0..1, smooth, with features about one unit wide.</summary>
    public static float Value(Vector3 p)
    {
        int x = (int)MathF.Floor(p.X), y = (int)MathF.Floor(p.Y), z = (int)MathF.Floor(p.Z);
        var f = p - new Vector3(x, y, z);
        f = f * f * (new Vector3(3) - 2 * f);
        static float Mix(float a, float b, float t) => a + (b - a) * t;
        return Mix(
            Mix(Mix(Corner(x, y, z), Corner(x + 1, y, z), f.X), Mix(Corner(x, y + 1, z), Corner(x + 1, y + 1, z), f.X), f.Y),
            Mix(Mix(Corner(x, y, z + 1), Corner(x + 1, y, z + 1), f.X), Mix(Corner(x, y + 1, z + 1), Corner(x + 1, y + 1, z + 1), f.X), f.Y),
            f.Z);
    }

    /// <summary>0..1: noise over noise, each octave twice as fine and half as strong.</summary>
    public static float Fractal(Vector3 p, int octaves)
    {
        float sum = 0, weight = 0.5f, total = 0;
        for (var i = 0; i < octaves; i++, weight *= 0.5f)
        {
            sum += Value(p) * weight;
            total += weight;
            p = p * 2.03f + new Vector3(17.1f, 9.2f, 5.7f);
        }

        return sum / total;
    }

    /// <summary>0..1, white noise of a pixel.</summary>
    public static float Pixel(int x, int y, int seed) => Corner(x, y, seed);
}
