using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>Bottles, jars and what a bathroom shelf holds.</summary>
internal static class Vessels
{
    public static IReadOnlyList<Part> Bottle(Looks looks)
    {
        var body = looks.Body("ceramic", "2E5E4E", "1F3A5F", "7A1F2B", "D9CBB2", "E2725B");
        var shape = new Lathe(0, 2.0f, 0.05f, 0.44f, 0.46f, 0.46f, 0.46f, 0.46f, 0.34f, 0.15f, 0.15f);
        var cap = new Cylinder(0.175f, 0.3f, 0.03f).At(0, 2.08f, 0);
        var label = Band(shape, 0.85f, 0.62f);
        return [new(shape, body), new(cap, looks.Accent("gold")), new(label, Looks.Label(body, 0.85f, 0.9f))];
    }

    public static IReadOnlyList<Part> Perfume(Looks looks)
    {
        var body = looks.Body("glass", "F0C9A0", "D9A7B0", "A9C4D9", "E3C770", "C7B6D9");
        var round = looks.Seeded.Chance(0.4f);
        Shape flask = round
            ? new Ball(0.66f).Stretched(1, 1, 0.62f).Within(new Box(2, 1.24f, 2, 0.05f), 0.06f).At(0, 0.62f, 0)
            : new Box(1.0f, 1.22f, 0.56f, 0.1f).At(0, 0.61f, 0);
        var neck = new Cylinder(0.17f, 0.14f, 0.01f).At(0, 1.28f, 0);
        Shape cap = round ? new Ball(0.25f).At(0, 1.56f, 0) : new Box(0.42f, 0.42f, 0.42f, 0.05f).At(0, 1.55f, 0);
        var gold = looks.Accent(looks.Seeded.Chance(0.6f) ? "gold" : "chrome");
        var label = new Box(0.46f, 0.46f, 0.02f, 0.005f).At(0, 0.6f, round ? 0.405f : 0.285f);
        return [new(flask, body), new(neck, gold), new(cap, gold), new(label, Looks.Label(body, 0.6f, 1))];
    }

    public static IReadOnlyList<Part> Serum(Looks looks)
    {
        var body = looks.Body("plastic", "7A4A21", "EDE3D3", "2B3A35", "C98B6B", "B9C4B4");
        var shape = new Lathe(0, 1.3f, 0.05f, 0.42f, 0.43f, 0.43f, 0.43f, 0.43f, 0.43f, 0.36f, 0.17f);
        var collar = new Cylinder(0.2f, 0.26f, 0.02f).At(0, 1.4f, 0);
        var bulb = new Lathe(1.5f, 2.05f, 0.08f, 0.14f, 0.15f, 0.15f, 0.14f, 0.13f, 0.12f, 0.11f, 0.08f);
        return
        [
            new(shape, body), new(collar, looks.Accent("gold")), new(bulb, Materials.Make("matte", Materials.Ink)),
            new(Band(shape, 0.58f, 0.56f), Looks.Label(body, 0.58f, 1)),
        ];
    }

    public static IReadOnlyList<Part> Jar(Looks looks)
    {
        var body = looks.Body("ceramic", "EFE4D6", "D7A49A", "8FA69A", "2D3142", "C9B7D8");
        var pot = new Cylinder(0.72f, 0.66f, 0.09f).At(0, 0.33f, 0);
        var lid = new Cylinder(0.735f, 0.36f, 0.05f).At(0, 0.85f, 0);
        var line = new Cylinder(0.7f, 0.06f, 0.005f).At(0, 0.665f, 0);
        var label = new Box(0.5f, 0.34f, 2, 0.005f).Within(new Cylinder(0.725f, 2, 0.01f), 0.002f).Within(new HalfSpace(-Vector3.UnitZ), 0.002f).At(0, 0.33f, 0);
        return [new(pot, body), new(lid, looks.Accent("gold")), new(line, Materials.Make("chrome", null)), new(label, Looks.Label(body, 0.33f, 1.3f))];
    }

    public static IReadOnlyList<Part> Vase(Looks looks)
    {
        var body = looks.Body("ceramic", "2F5D8A", "B5533C", "E6DCCB", "4F6F52", "D8A657");
        var kind = looks.Seeded.Below(3);
        Lathe Turn(float grow) => kind switch
        {
            0 => new(0, 2, 0.04f, 0.34f + grow, 0.5f + grow, 0.74f + grow, 0.8f + grow, 0.62f + grow, 0.3f + grow, 0.24f + grow, 0.4f + grow),
            1 => new(0, 2, 0.04f, 0.4f + grow, 0.44f + grow, 0.5f + grow, 0.6f + grow, 0.7f + grow, 0.64f + grow, 0.34f + grow, 0.3f + grow),
            _ => new(0, 2, 0.04f, 0.44f + grow, 0.7f + grow, 0.78f + grow, 0.5f + grow, 0.26f + grow, 0.22f + grow, 0.22f + grow, 0.34f + grow),
        };
        var hollow = Turn(-0.06f).Grown(0.001f).With(new Cylinder(0.16f, 0.4f).At(0, 2.05f, 0)).Within(new HalfSpace(-Vector3.UnitY).At(0, 0.1f, 0), 0.05f);
        return [new(Turn(0).Minus(hollow, 0.04f), body)];
    }

    public static IReadOnlyList<Part> Candle(Looks looks)
    {
        var glass = looks.Body("ceramic", "3B4A54", "C7B299", "A65A49", "EDE6DA", "6B7A5E");
        var cup = new Cylinder(0.62f, 1.2f, 0.05f).At(0, 0.6f, 0).Minus(new Cylinder(0.55f, 1.2f, 0.03f).At(0, 0.75f, 0), 0.03f);
        var wax = new Cylinder(0.555f, 0.9f, 0.04f).At(0, 0.5f, 0);
        var wick = new Rod(new(0, 0.94f, 0), new(0.02f, 1.14f, 0), 0.018f);
        var flame = new Ball(0.1f).Stretched(1, 1.5f, 1).At(0, 1.24f, 0).Blend(new Rod(new(0, 1.3f, 0), new(0.01f, 1.52f, 0), 0.05f, 0.008f), 0.06f);
        return
        [
            new(cup, glass), new(wax, Materials.Make("wax", null)), new(wick, Materials.Make("matte", Materials.Ink)),
            new(flame, new(Scene.Colour.FromHex("FFC46B"), 1, Glow: 6)),
            new(Band(new Cylinder(0.62f, 1.2f, 0.05f).At(0, 0.6f, 0), 0.6f, 0.56f), Looks.Label(glass, 0.6f, 1)),
        ];
    }

    public static IReadOnlyList<Part> Lipstick(Looks looks)
    {
        var stick = looks.Painted("wax", "B3202C", "C2476B", "8C2F39", "D96B5F");
        var bullet = new Cylinder(0.2f, 0.9f, 0.05f).At(0, 1.5f, 0).Minus(new HalfSpace(new(-0.75f, -1, 0)).At(0, 1.9f, 0).Spin(), 0.03f);
        return
        [
            new(new Box(0.62f, 0.8f, 0.62f, 0.05f).At(0, 0.4f, 0), Materials.Make("plastic", Materials.Ink)),
            new(new Cylinder(0.25f, 0.5f, 0.02f).At(0, 1.02f, 0), looks.Accent("gold")),
            new(bullet, stick with { Roughness = 0.28f }),
        ];
    }

    /// <summary>A label round the front of a turned body, from the height <paramref name="middle"/> over <paramref name="height"/> units.</summary>
    private static Shape Band(Shape body, float middle, float height) =>
        body.Grown(0.006f).Within(new Box(0.6f, height, 4, 0.01f).At(0, middle, 0), 0.002f).Within(new HalfSpace(-Vector3.UnitZ), 0.002f);
}
