using System.Globalization;
using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>Colours are linear light in a <see cref="Vector3"/> (red, green, blue); files and names are sRGB.</summary>
internal static class Colour
{
    public static Vector3 FromHex(string hex)
    {
        var value = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new(ToLinear((value >> 16 & 255) / 255f), ToLinear((value >> 8 & 255) / 255f), ToLinear((value & 255) / 255f));
    }

    public static float ToLinear(float srgb) => srgb <= 0.04045f ? srgb / 12.92f : MathF.Pow((srgb + 0.055f) / 1.055f, 2.4f);

    public static float ToSrgb(float linear) =>
        linear <= 0.0031308f ? linear * 12.92f : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f;

    public static float Luminance(Vector3 c) => Vector3.Dot(c, new Vector3(0.2126f, 0.7152f, 0.0722f));

    public static Vector3 Saturate(Vector3 c, float amount)
    {
        var grey = new Vector3(Luminance(c));
        return Vector3.Max(grey + (c - grey) * amount, Vector3.Zero);
    }

    /// <summary>From hue (0..1), saturation and value.</summary>
    public static Vector3 FromHsv(float h, float s, float v)
    {
        float Channel(float n)
        {
            var k = (n + h * 6) % 6;
            return ToLinear(v - v * s * Math.Clamp(Math.Min(k, 4 - k), 0, 1));
        }

        return new(Channel(5), Channel(3), Channel(1));
    }
}
