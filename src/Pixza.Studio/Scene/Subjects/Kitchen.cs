using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>What stands on a kitchen table.</summary>
internal static class Kitchen
{
    public static IReadOnlyList<Part> Mug(Looks looks)
    {
        var body = looks.Body("ceramic", "C8553D", "2F4858", "E9E3D5", "5B8E7D", "E0A458");
        var cup = new Cylinder(0.6f, 1.3f, 0.06f).At(0, 0.65f, 0).Minus(new Cylinder(0.53f, 1.3f, 0.05f).At(0, 0.77f, 0), 0.03f);
        var handle = new Torus(0.36f, 0.085f).Spin(90).Stretched(0.9f, 1.1f, 1).At(0.6f, 0.68f, 0).Minus(new Cylinder(0.56f, 2, 0.02f).At(0, 0.65f, 0));
        var coffee = new Cylinder(0.54f, 0.9f, 0.01f).At(0, 0.6f, 0);
        return [new(cup.Blend(handle, 0.06f), body), new(coffee, new(Scene.Colour.FromHex("2B170C"), 0.08f))];
    }

    public static IReadOnlyList<Part> Kettle(Looks looks)
    {
        var body = looks.Body("ceramic", "B3282D", "2F4858", "E9E3D5", "3F6B57", "D9A441") with { };
        var belly = new Lathe(0.04f, 1.25f, 0.06f, 0.72f, 0.82f, 0.84f, 0.78f, 0.66f, 0.52f, 0.4f, 0.34f);
        var spout = new Rod(new(0.6f, 0.5f, 0), new(1.12f, 1.12f, 0), 0.2f, 0.075f);
        var mouth = new Rod(new(1.12f, 1.12f, 0), new(1.24f, 1.14f, 0), 0.08f, 0.07f);
        var lid = new Lathe(1.2f, 1.36f, 0.04f, 0.36f, 0.36f, 0.33f, 0.28f, 0.22f, 0.16f, 0.1f, 0.06f);
        var knob = new Ball(0.1f).At(0, 1.44f, 0);
        var handle = new Torus(0.58f, 0.055f).Spin(90).Within(new HalfSpace(-Vector3.UnitY), 0.02f).Stretched(1, 1.1f, 1).At(0, 1.15f, 0);
        var grip = new Torus(0.58f, 0.085f).Spin(90).Within(new Box(0.66f, 2, 2).At(0, 1, 0), 0.04f).Within(new HalfSpace(-Vector3.UnitY), 0.02f).Stretched(1, 1.1f, 1).At(0, 1.15f, 0);
        return
        [
            new(belly.Blend(spout, 0.12f).Blend(mouth, 0.06f), body), new(lid, body), new(knob, looks.Accent("wood")),
            new(handle, Materials.Make("steel", null)), new(grip, looks.Accent("wood")),
            new(new Cylinder(0.7f, 0.08f, 0.02f).At(0, 0.04f, 0), Materials.Make("steel", null)),
        ];
    }

    public static IReadOnlyList<Part> Bowl(Looks looks)
    {
        var body = looks.Body("ceramic", "8DA9A4", "E9E3D5", "C97B63", "31465A");
        Lathe Turn(float g) => new(0, 0.8f, 0.04f, 0.36f + g, 0.42f + g, 0.66f + g, 0.84f + g, 0.94f + g, 1.0f + g, 1.03f + g, 1.05f + g);
        Shape Piece(float x, float y, float z, float r) => new Ball(r).At(x, y, z);
        var fruit = Piece(-0.3f, 0.72f, 0.1f, 0.34f).With(Piece(0.36f, 0.72f, 0.22f, 0.32f)).With(Piece(0.05f, 0.74f, -0.36f, 0.34f));
        return
        [
            new(Turn(0).Minus(Turn(-0.07f).At(0, 0.1f, 0), 0.03f), body),
            new(fruit, new(Scene.Colour.FromHex("E58A2B"), 0.4f, 0, Grain.Speckle)),
            new(Piece(0.04f, 0.98f, 0.02f, 0.3f), new(Scene.Colour.FromHex("B9C24A"), 0.35f)),
        ];
    }

    public static IReadOnlyList<Part> WineGlass(Looks looks)
    {
        var glass = Materials.Glass(null);
        var foot = new Lathe(0, 0.9f, 0.015f, 0.5f, 0.34f, 0.05f, 0.04f, 0.04f, 0.04f, 0.05f, 0.1f);
        Lathe Cup(float g) => new(0.86f, 2.1f, 0.02f, 0.1f + g, 0.42f + g, 0.56f + g, 0.6f + g, 0.58f + g, 0.53f + g, 0.47f + g, 0.43f + g);
        var wine = Cup(-0.03f).Within(new HalfSpace(Vector3.UnitY).At(0, 1.5f, 0), 0.005f);
        var drink = looks.Painted("plastic", "5E0B1E", "E8C877", "D98C93");
        return [new(foot.Blend(Cup(0).Minus(Cup(-0.025f).At(0, 0.06f, 0), 0.01f), 0.03f), glass), new(wine, drink with { Roughness = 0.04f })];
    }

    public static IReadOnlyList<Part> Cupcake(Looks looks)
    {
        var cream = looks.Painted("wax", "F4B6C2", "F7E6C4", "B5E2D2", "C9B6E4") with { Roughness = 0.5f };
        var cup = new Lathe(0, 0.72f, 0.03f, 0.46f, 0.49f, 0.52f, 0.55f, 0.58f, 0.61f, 0.64f, 0.67f);
        Shape swirl = new Ball(0.1f).At(0, 1.55f, 0);
        for (var i = 0; i < 4; i++)
            swirl = swirl.Blend(new Torus(0.5f - i * 0.135f, 0.2f - i * 0.02f).Spin(3, 0, i % 2 == 0 ? 4 : -4).At(0, 0.8f + i * 0.22f, 0), 0.06f);
        return
        [
            new(cup, new(Scene.Colour.FromHex("B98A5E"), 0.8f, 0, Grain.Speckle)), new(swirl.Blend(new Cylinder(0.45f, 0.3f, 0.1f).At(0, 0.8f, 0), 0.1f), cream),
            new(new Ball(0.16f).At(0.02f, 1.7f, 0), new(Scene.Colour.FromHex("B0142A"), 0.08f)),
        ];
    }
}
