using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>The places where the studio photographs.</summary>
internal static class Backdrops
{
    public static readonly IReadOnlyList<string> Names =
        ["studio", "marble", "kitchen", "wood", "beach", "forest", "garden", "concrete", "city", "winter", "autumn", "spring", "desert", "water", "sky", "dark", "room", "christmas", "bathroom"];

    /// <param name="colour">The colour that the words give to the place; null for its own.</param>
    public static Backdrop Make(string name, Vector3? colour, Seeded seeded) => name switch
    {
        "marble" => Indoor(name, Materials.Make("marble", colour) with { Roughness = 0.08f, Scale = 0.55f }, colour is { } c && Colour.Luminance(c) < 0.1f ? "2A2B30" : "8E8A88", "C9C2BA", seeded, 0.5f),
        "kitchen" => Kitchen(colour, seeded),
        "wood" => Indoor(name, Materials.Make("wood", colour) with { Grain = Grain.Planks, Roughness = 0.38f, Scale = 0.8f }, "6E5A4A", "CDB79C", seeded, 0.6f),
        "bathroom" => Indoor(name, new(colour ?? Colour.FromHex("E8ECEB"), 0.1f, 0, Grain.Tiles, Colour.FromHex("A9B4B3")), "8FA5A3", "E6EEEC", seeded, 0.5f),
        "room" => Indoor(name, Materials.Make("wood", null) with { Grain = Grain.Planks, Roughness = 0.42f, Scale = 0.8f }, "A99C8C", "E4D9CB", seeded, 0.9f),
        "concrete" => Wall(name, Materials.Make("concrete", colour) with { Roughness = 0.6f, Scale = 0.8f }, colour ?? Colour.FromHex("8B8985")),
        "beach" => Beach(colour),
        "desert" => Outdoor(name, new(colour ?? Colour.FromHex("D79A62"), 0.95f, 0, Grain.Sand), "E8B07A", "7FA6C9", "C98252", []),
        "forest" => Forest(seeded, colour),
        "garden" or "spring" => Garden(name, seeded, colour),
        "autumn" => Leaves(name, seeded, ["D9822B", "B8431F", "E3B23C", "8C5A2B"], "7A5A38", Materials.Make("wood", null) with { Grain = Grain.Planks, Roughness = 0.5f, Scale = 0.8f }),
        "winter" => Winter(seeded),
        "christmas" => Christmas(seeded),
        "city" => City(seeded),
        "water" => Outdoor(name, new(colour ?? Colour.FromHex("1F5A73"), 0.05f, 0, Grain.Water), "CFE3EC", "5B97BD", "17475C", []),
        "sky" => Outdoor(name, new(Colour.FromHex("F4F6F8"), 0.6f, 0, Grain.Snow), "F6E7DC", "6FA8DC", "DDE6EE", []),
        "dark" => Sweep(name, colour ?? Colour.FromHex("3A3C45"), 0.16f),
        _ => Sweep("studio", colour ?? seeded.Pick<Vector3>([Colour.FromHex("E9E6E1"), Colour.FromHex("E4DDD3"), Colour.FromHex("DCE3E6"), Colour.FromHex("E8DAD4")]), 0.34f),
    };

    /// <summary>Seamless paper: ground and wall are one tone, lit from above.</summary>
    private static Backdrop Sweep(string name, Vector3 tone, float roughness)
    {
        Vector3 Light(Vector3 d)
        {
            var lift = Math.Clamp(d.Y * 0.9f + 0.42f, 0, 1);
            var glow = MathF.Exp(-(d.X * d.X * 2.2f + (d.Y - 0.1f) * (d.Y - 0.1f) * 3.2f)) * (d.Z < 0 ? 1 : 0.25f);
            return tone * (0.5f + 0.2f * lift + 0.42f * glow) + Overhead(d) * Math.Min(1, Colour.Luminance(tone) * 4 + 0.35f);
        }

        return new(name, new(new(tone * 0.92f, roughness, 0), 5.5f, 6f), Light, []);
    }

    private static Backdrop Wall(string name, Material material, Vector3 tone)
    {
        Vector3 Light(Vector3 d)
        {
            var plaster = 0.74f + 0.4f * Noise.Fractal(new(d.X * 5, d.Y * 5, 2.5f), 4);
            var shaft = Grains.Smooth(0.05f, 0.32f, d.X * 0.8f + d.Y - 0.1f) * 0.5f;
            return tone * plaster * (0.5f + shaft) + Overhead(d);
        }

        return new(name, new(material, 4.2f, 0.25f), Light, []);
    }

    private static Backdrop Indoor(string name, Material top, string low, string high, Seeded seeded, float warmth)
    {
        var (a, b) = (Colour.FromHex(low), Colour.FromHex(high));
        var window = seeded.Between(0.16f, 0.5f) * (seeded.Chance(0.6f) ? -1 : 1);
        var lamp = new Vector3(1, 0.82f, 0.6f);
        Vector3 Light(Vector3 d)
        {
            var wall = Vector3.Lerp(a * 0.75f, b * 0.95f, Grains.Smooth(-0.25f, 0.75f, d.Y + 0.35f * (d.X < 0 ? -d.X : 0)));
            var day = Grains.Smooth(0.26f, 0.1f, MathF.Abs(d.X - window)) * Grains.Smooth(-0.12f, 0.06f, d.Y) * Grains.Smooth(0.9f, 0.5f, d.Y) * (d.Z < 0 ? 1 : 0.6f);
            var warm = MathF.Exp(-((d.X - 0.5f) * (d.X - 0.5f) * 9 + (d.Y - 0.16f) * (d.Y - 0.16f) * 16)) * (d.Z < 0 ? 0.55f : 0);
            return wall + new Vector3(0.95f, 0.98f, 1.02f) * day * 0.85f + lamp * warm * warmth + Overhead(d);
        }

        var lights = Enumerable.Range(0, 14).Select(_ => new Bokeh(
            Direction(seeded.Between(-0.75f, 0.75f), seeded.Between(0.0f, 0.36f)), seeded.Between(0.018f, 0.05f), lamp * seeded.Between(0.04f, 0.22f))).ToArray();
        return new(name, new(top, 2.6f, 0.35f), Light, lights);
    }

    private static Backdrop Kitchen(Vector3? colour, Seeded seeded)
    {
        var indoor = Indoor("kitchen", new(colour ?? Colour.FromHex("E4DFD6"), 0.2f, 0, Grain.Terrazzo, Colour.FromHex("A89F92"), Scale: 1.4f), "8A8F84", "E8E2D4", seeded, 0.8f);
        Vector3 Light(Vector3 d)
        {
            var c = indoor.Light(d);
            if (d.Z > 0)
                return c;
            var shelf = Grains.Smooth(0.02f, 0, MathF.Abs(d.Y - 0.2f) - 0.012f) * Grains.Smooth(0.0f, 0.2f, d.X - 0.02f);
            var cell = MathF.Floor(d.X * 11);
            var tall = 0.05f + 0.08f * Noise.Value(new(cell * 3.3f, 1.5f, 0));
            var ware = d.X > 0.08f && d.Y > 0.205f && d.Y < 0.205f + tall && MathF.Abs(d.X * 11 - cell - 0.5f) < 0.34f ? 0.75f : 0;
            var pottery = Colour.FromHsv(0.06f + 0.5f * Noise.Value(new(cell * 1.7f, 4, 0)), 0.3f, 0.6f + 0.3f * Noise.Value(new(cell, 9, 0)));
            return Vector3.Lerp(Vector3.Lerp(c, Colour.FromHex("8A6342"), shelf * 0.8f), pottery * 0.8f, ware);
        }

        return indoor with { Light = Light };
    }

    private static Backdrop Beach(Vector3? colour)
    {
        var sand = new Material(colour ?? Colour.FromHex("E2C79C"), 0.95f, 0, Grain.Sand);
        return Outdoor("beach", sand, "F3E3CF", "6DB1DD", "E2C79C", []) with { Light = Sea };

        static Vector3 Sea(Vector3 d)
        {
            var sky = Vector3.Lerp(Colour.FromHex("F5E6D2"), Colour.FromHex("5FA8DA"), Grains.Smooth(0, 0.5f, d.Y));
            if (d.Y > 0)
                return sky * 1.05f + Overhead(d) * 0.4f;
            var sea = Vector3.Lerp(Colour.FromHex("6CC5C9"), Colour.FromHex("2A86A8"), Grains.Smooth(-0.11f, -0.01f, d.Y));
            var foam = Grains.Smooth(0.012f, 0, MathF.Abs(d.Y + 0.105f + 0.012f * MathF.Sin(d.X * 9)));
            var sparkle = MathF.Max(0, Noise.Value(new(d.X * 24, d.Y * 160, 1)) - 0.55f) * 0.3f;
            return d.Y < -0.125f ? Colour.FromHex("E2C79C") * 0.9f : Vector3.Lerp(sea, Vector3.One, foam) + new Vector3(sparkle);
        }
    }

    private static Backdrop Outdoor(string name, Material ground, string horizon, string zenith, string land, Bokeh[] lights)
    {
        var (h, z, l) = (Colour.FromHex(horizon), Colour.FromHex(zenith), Colour.FromHex(land));
        Vector3 Light(Vector3 d)
        {
            var sky = Vector3.Lerp(h, z, Grains.Smooth(0, 0.55f, d.Y));
            var cloud = d.Y > 0.02f ? Grains.Smooth(0.5f, 0.8f, Noise.Fractal(new(d.X * 3.2f, d.Y * 8, 4.4f), 4)) * 0.5f : 0;
            return Vector3.Lerp(l * 0.8f, Vector3.Lerp(sky, Vector3.One, cloud), Grains.Smooth(-0.06f, 0.03f, d.Y)) + Overhead(d) * 0.3f;
        }

        return new(name, new(ground, 14, 14), Light, lights);
    }

    private static Backdrop Forest(Seeded seeded, Vector3? colour)
    {
        var sun = seeded.Between(-0.5f, 0.5f);
        Vector3 Light(Vector3 d)
        {
            var green = Vector3.Lerp(Colour.FromHex("16291A"), Colour.FromHex("6E9A45"), Noise.Fractal(new(d.X * 3, d.Y * 4, 1.2f), 3) * Grains.Smooth(-0.3f, 0.5f, d.Y));
            var trunk = Grains.Smooth(0.6f, 0.72f, Noise.Value(new(d.X * 8, d.Y * 0.3f, 7))) * 0.7f;
            var glow = MathF.Exp(-((d.X - sun) * (d.X - sun) * 5 + (d.Y - 0.35f) * (d.Y - 0.35f) * 7)) * (d.Z < 0 ? 1.1f : 0.2f);
            return Vector3.Lerp(green, Colour.FromHex("1D1710"), trunk * Grains.Smooth(0.5f, 0.1f, d.Y)) + new Vector3(1, 0.92f, 0.6f) * glow + Overhead(d) * 0.3f;
        }

        var moss = new Material(colour ?? Colour.FromHex("5C7436"), 0.95f, 0, Grain.Grass, Colour.FromHex("33471F"), Scale: 1.2f);
        return new("forest", new(moss, 5, 3.5f), Light, Scatter(seeded, 46, -0.05f, 0.55f, ["A9C75A", "7FA345", "E6E39A", "CFE08A"], 0.02f, 0.06f, 0.3f));
    }

    private static Backdrop Garden(string name, Seeded seeded, Vector3? colour)
    {
        Vector3 Light(Vector3 d)
        {
            var green = Vector3.Lerp(Colour.FromHex("567F3B"), Colour.FromHex("B9D884"), Noise.Fractal(new(d.X * 2.6f, d.Y * 3, 5), 3));
            return Vector3.Lerp(green * 0.85f, Colour.FromHex("DDEBF2"), Grains.Smooth(0.12f, 0.6f, d.Y)) + Overhead(d) * 0.4f;
        }

        var table = Materials.Make("wood", colour ?? Colour.FromHex("E9E1D4")) with { Grain = Grain.Planks, Roughness = 0.5f, Scale = 0.8f };
        return new(name, new(table, 2.8f, 0.4f), Light, Scatter(seeded, 44, -0.12f, 0.4f, name == "spring" ? ["F4B6C8", "FBE3EA", "F28FB0", "FFF1C9"] : ["F2D35B", "E86A92", "F7F1E3", "B9D884"], 0.018f, 0.06f, 0.5f));
    }

    private static Backdrop Leaves(string name, Seeded seeded, string[] tones, string shade, Material ground)
    {
        var (dark, bright) = (Colour.FromHex(shade), Colour.FromHex("F0C98A"));
        Vector3 Light(Vector3 d) =>
            Vector3.Lerp(dark * 0.6f, bright, Grains.Smooth(-0.25f, 0.6f, d.Y + 0.3f * Noise.Fractal(new(d.X * 3, d.Y * 3, 6), 3) - 0.1f)) + Overhead(d) * 0.4f;
        return new(name, new(ground, 2.8f, 0.4f), Light, Scatter(seeded, 70, -0.12f, 0.5f, tones, 0.02f, 0.075f, 0.55f));
    }

    private static Backdrop Winter(Seeded seeded)
    {
        Vector3 Light(Vector3 d)
        {
            var trees = Grains.Smooth(0.02f, -0.02f, d.Y - 0.1f - 0.09f * Noise.Fractal(new(d.X * 7, 0.5f, 3), 3));
            return Vector3.Lerp(Vector3.Lerp(Colour.FromHex("E9EEF4"), Colour.FromHex("9DB7D1"), Grains.Smooth(0, 0.6f, d.Y)), Colour.FromHex("8499AE"), trees * 0.7f) * 0.95f + Overhead(d) * 0.4f;
        }

        var snow = new Material(Colour.FromHex("EDF2F7"), 0.85f, 0, Grain.Snow);
        return new("winter", new(snow, 6, 5), Light, Scatter(seeded, 60, -0.1f, 0.5f, ["FFFFFF", "F2F7FF"], 0.006f, 0.025f, 0.5f));
    }

    private static Backdrop Christmas(Seeded seeded)
    {
        Vector3 Light(Vector3 d) =>
            Vector3.Lerp(Colour.FromHex("3A1712"), Colour.FromHex("1F3A26"), Grains.Smooth(-0.4f, 0.4f, d.X + 0.4f * Noise.Fractal(new(d.X * 3, d.Y * 3, 6), 3))) * (0.8f + 0.5f * Math.Max(0, d.Y)) + Overhead(d) * 0.6f;
        var table = Materials.Make("wood", null) with { Grain = Grain.Planks, Roughness = 0.35f, Scale = 0.8f };
        return new("christmas", new(table, 2.6f, 0.4f), Light, Scatter(seeded, 80, -0.12f, 0.5f, ["FFD27A", "FFB54A", "FF6A4A", "FFE7B0"], 0.012f, 0.05f, 1.3f));
    }

    private static Backdrop City(Seeded seeded)
    {
        Vector3 Light(Vector3 d)
        {
            var night = Vector3.Lerp(Colour.FromHex("2A2446"), Colour.FromHex("0B0F22"), Grains.Smooth(-0.05f, 0.6f, d.Y));
            var block = MathF.Floor(d.X * 8);
            var tower = d.Y < 0.08f + 0.3f * Noise.Value(new(block * 3.1f, 2, 0)) ? 0.55f : 1;
            return night * tower * 1.1f + new Vector3(0.35f, 0.12f, 0.22f) * MathF.Exp(-d.Y * d.Y * 22) * 0.5f + Overhead(d) * 0.35f;
        }

        var street = new Material(Colour.FromHex("2B2D33"), 0.3f, 0, Grain.Asphalt);
        return new("city", new(street, 4.5f, 2.5f), Light, Scatter(seeded, 120, -0.1f, 0.42f, ["FFB347", "FF5E8A", "57C7FF", "FFE9B0", "8A6BFF", "FF7043"], 0.014f, 0.05f, 1.25f));
    }

    /// <summary>A large soft lamp above, seen only in reflections.</summary>
    private static Vector3 Overhead(Vector3 d) => new(1.5f * Grains.Smooth(0.72f, 0.86f, d.Y));

    private static Bokeh[] Scatter(Seeded seeded, int count, float low, float high, string[] tones, float least, float most, float strength)
    {
        var colours = tones.Select(Colour.FromHex).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => new Bokeh(
            Direction(seeded.Between(-0.9f, 0.9f), low + (high - low) * seeded.Unit() * seeded.Between(0.4f, 1)), seeded.Between(least, most), seeded.Pick(colours) * strength * seeded.Between(0.3f, 1)))];
    }

    private static Vector3 Direction(float x, float y) => Vector3.Normalize(new(x, y, -1));
}
