using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>What grows.</summary>
internal static class Fruit
{
    private static readonly Material Stalk = new(Scene.Colour.FromHex("4A3422"), 0.7f);
    private static readonly Material Leaf = new(Scene.Colour.FromHex("4E7A35"), 0.45f);

    public static IReadOnlyList<Part> Apple(Looks looks)
    {
        var skin = looks.Painted("plastic", "B5161F", "A8C24A", "C5342B") with { Roughness = 0.26f, Grain = Grain.Peel };
        skin = skin with { Second = Vector3.Lerp(skin.Base, Scene.Colour.FromHex("E2B04A"), 0.45f) };
        var body = new Lathe(0.02f, 1.5f, 0.22f, 0.36f, 0.66f, 0.82f, 0.9f, 0.92f, 0.86f, 0.66f, 0.4f)
            .Minus(new Ball(0.34f).Stretched(1, 0.8f, 1).At(0, 1.62f, 0), 0.22f);
        var stalk = new Rod(new(0, 1.32f, 0), new(0.1f, 1.78f, 0.02f), 0.035f, 0.05f);
        return [new(body, skin), new(stalk, Stalk), new(LeafShape().Spin(0, 20, 28).At(0.3f, 1.68f, 0.05f), Leaf)];
    }

    public static IReadOnlyList<Part> Orange(Looks looks) =>
    [
        new(new Ball(0.85f).Stretched(1, 0.95f, 1).At(0, 0.8f, 0), looks.Painted("plastic", "E9821E") with { Roughness = 0.42f, Grain = Grain.Leather, Scale = 0.7f }),
        new(new Cylinder(0.07f, 0.06f, 0.02f).At(0, 1.6f, 0), Leaf), new(LeafShape().Spin(0, -25, 18).At(0.3f, 1.66f, 0.06f), Leaf),
    ];

    public static IReadOnlyList<Part> Lemon(Looks looks)
    {
        var skin = looks.Painted("plastic", "F2CE2E") with { Roughness = 0.38f, Grain = Grain.Leather, Scale = 0.7f };
        var body = new Ball(0.66f).Stretched(1.25f, 1, 1).Blend(new Ball(0.16f).At(0.86f, 0, 0), 0.3f).Blend(new Ball(0.1f).At(-0.86f, 0, 0), 0.25f);
        return [new(body.Spin(0, 25, 8).At(0, 0.66f, 0), skin), new(LeafShape().Spin(0, 30, 25).At(-0.55f, 1.25f, 0.1f), Leaf)];
    }

    public static IReadOnlyList<Part> Pear(Looks looks)
    {
        var skin = looks.Painted("plastic", "B7BE4B", "C9B04A") with { Roughness = 0.36f, Grain = Grain.Speckle };
        var body = new Lathe(0.02f, 1.9f, 0.2f, 0.5f, 0.76f, 0.82f, 0.76f, 0.58f, 0.42f, 0.36f, 0.28f);
        return [new(body, skin), new(new Rod(new(0, 1.8f, 0), new(0.14f, 2.2f, 0), 0.035f, 0.045f), Stalk), new(LeafShape().Spin(0, 10, 20).At(0.36f, 2.06f, 0), Leaf)];
    }

    public static IReadOnlyList<Part> Cherries(Looks looks)
    {
        var skin = looks.Painted("plastic", "9E1024", "7A0B1C") with { Roughness = 0.07f };
        var stalks = new Rod(new(-0.45f, 0.8f, 0), new(0.2f, 1.9f, 0), 0.03f, 0.03f).With(new Rod(new(0.5f, 0.85f, 0.2f), new(0.2f, 1.9f, 0), 0.03f, 0.04f));
        return
        [
            new(new Ball(0.45f).At(-0.45f, 0.44f, 0).With(new Ball(0.48f).At(0.5f, 0.47f, 0.2f)), skin),
            new(stalks, new(Scene.Colour.FromHex("6B8E3A"), 0.5f)), new(LeafShape().Scaled(1.2f).Spin(0, 0, 12).At(0.6f, 1.86f, 0), Leaf),
        ];
    }

    public static IReadOnlyList<Part> Mushroom(Looks looks)
    {
        var cap = new Lathe(0.95f, 1.75f, 0.12f, 0.86f, 0.98f, 1.0f, 0.94f, 0.8f, 0.6f, 0.36f, 0.1f);
        var seeded = looks.Seeded;
        Shape dots = new Ball(0.12f).At(0.1f, 1.72f, 0.15f);
        for (var i = 0; i < 7; i++)
        {
            var (turn, lift) = (i * 0.9f + seeded.Between(-0.2f, 0.2f), 0.35f + 0.3f * (i % 3));
            dots = dots.With(new Ball(seeded.Between(0.07f, 0.13f)).At(MathF.Sin(turn) * (1.0f - lift * 0.45f), 1.12f + lift * 0.5f, MathF.Cos(turn) * (1.0f - lift * 0.45f)));
        }

        return
        [
            new(cap, looks.Painted("plastic", "C0241F", "B8713B") with { Roughness = 0.3f }), new(dots.Within(cap.Grown(0.03f), 0.02f), Materials.Make("matte", null)),
            new(new Lathe(0, 1.1f, 0.08f, 0.4f, 0.42f, 0.36f, 0.3f, 0.27f, 0.26f, 0.28f, 0.34f), Materials.Make("wax", null)),
        ];
    }

    public static Shape LeafShape() => new Ball(0.3f).Stretched(1, 0.09f, 0.46f).Within(new Ball(0.6f).At(0, 0.1f, 0), 0.03f);
}
