using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>What needs a battery.</summary>
internal static class Gear
{
    private static readonly Material Screen = new(Scene.Colour.FromHex("0A0B0F"), 0.04f);

    public static IReadOnlyList<Part> Headphones(Looks looks)
    {
        var body = looks.Body("matte", "2B2D33", "E6E1D8", "B2543E", "355C7D", "C9B79C");
        var pad = Materials.Make("leather", Materials.Ink * 1.4f);
        var band = new Torus(0.84f, 0.085f).Spin(90).Within(new HalfSpace(-Vector3.UnitY), 0.03f).Stretched(1, 1.15f, 1.5f).At(0, 0.9f, 0);
        var arms = new Rod(new(0.84f, 0.95f, 0), new(0.88f, 0.55f, 0), 0.05f).MirroredX();
        var cups = new Cylinder(0.46f, 0.26f, 0.1f).Spin(0, 0, 90).At(0.93f, 0.5f, 0).MirroredX();
        var pads = new Torus(0.3f, 0.14f).Spin(0, 0, 90).At(0.74f, 0.5f, 0).MirroredX();
        var discs = new Cylinder(0.3f, 0.05f, 0.02f).Spin(0, 0, 90).At(1.06f, 0.5f, 0).MirroredX();
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, 32), material);
        return [Turn(band, body), Turn(arms, looks.Accent("chrome")), Turn(cups, body), Turn(pads, pad), Turn(discs, looks.Accent("chrome"))];
    }

    public static IReadOnlyList<Part> Phone(Looks looks)
    {
        var frame = looks.Body("steel", "3A3D45", "C9B79C", "7D8CA3", "B9C4B4");
        var display = new Material(Vector3.Lerp(frame.Base, Scene.Colour.FromHsv(looks.Seeded.Unit(), 0.6f, 1), 0.6f), 0.1f, Glow: 0.75f);
        Part Lean(Shape shape, Material material) => new(shape.Spin(-10, -24).At(0, 1.02f, 0), material);
        return
        [
            Lean(new Box(0.98f, 2.02f, 0.13f, 0.06f).Within(Slab(0.98f, 2.02f, 0.14f), 0.02f), frame),
            Lean(Slab(0.92f, 1.96f, 0.12f).Within(new Box(2, 3, 0.02f, 0.005f), 0.002f).At(0, 0, 0.062f), Screen),
            Lean(Slab(0.87f, 1.9f, 0.1f).Within(new Box(2, 3, 0.02f, 0.005f), 0.002f).At(0, 0, 0.064f), display),
            Lean(new Rod(new(-0.1f, 0.87f, 0.075f), new(0.1f, 0.87f, 0.075f), 0.028f), Screen),
        ];
    }

    public static IReadOnlyList<Part> Camera(Looks looks)
    {
        var body = looks.Body("leather", "2A2A2C", "6B4630", "3E4A45");
        var metal = looks.Accent("chrome");
        return
        [
            new(new Box(1.9f, 0.9f, 0.62f, 0.08f).At(0, 0.55f, 0), body),
            new(new Box(1.9f, 0.26f, 0.62f, 0.06f).At(0, 1.1f, 0).With(new Box(1.9f, 0.12f, 0.62f, 0.04f).At(0, 0.07f, 0)), metal),
            new(new Box(0.56f, 0.24f, 0.5f, 0.06f).At(0, 1.3f, 0), metal),
            new(new Cylinder(0.46f, 0.4f, 0.04f).Spin(90).At(0, 0.6f, 0.45f), metal),
            new(new Cylinder(0.42f, 0.3f, 0.03f).Spin(90).At(0, 0.6f, 0.68f).Minus(new Ball(0.34f).At(0, 0.6f, 0.98f), 0.02f), Materials.Make("matte", Materials.Ink)),
            new(new Ball(0.4f).At(0, 0.6f, 0.42f), new(Scene.Colour.FromHex("1B2438"), 0.02f)),
            new(new Cylinder(0.14f, 0.14f, 0.03f).At(0.66f, 1.28f, 0).With(new Cylinder(0.17f, 0.1f, 0.02f).At(-0.66f, 1.27f, 0)), metal),
        ];
    }

    public static IReadOnlyList<Part> Speaker(Looks looks)
    {
        var body = looks.Body("fabric", "4A4E57", "B7A58D", "7A2E2E", "2F4A4A");
        var accent = looks.Accent("wood");
        return
        [
            new(new Cylinder(0.62f, 1.5f, 0.12f).At(0, 0.82f, 0), body), new(new Cylinder(0.63f, 0.12f, 0.04f).At(0, 0.07f, 0), accent),
            new(new Cylinder(0.56f, 0.1f, 0.03f).At(0, 1.57f, 0), accent), new(new Torus(0.3f, 0.02f).At(0, 1.625f, 0), new(Scene.Colour.FromHex("9AD8FF"), 0.5f, Glow: 2)),
        ];
    }

    public static IReadOnlyList<Part> Laptop(Looks looks)
    {
        var shell = looks.Body("steel", "B9BDC4", "5B5F68", "D8C3A5");
        var display = new Material(Scene.Colour.FromHsv(looks.Seeded.Unit(), 0.55f, 0.95f), 0.1f, Glow: 0.7f);
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, -26), material);
        Shape Lid(Shape shape) => shape.At(0, 0.66f, 0).Spin(-18).At(0, 0.08f, -0.62f);
        return
        [
            Turn(new Box(2, 0.09f, 1.3f, 0.04f).At(0, 0.05f, 0), shell), Turn(Lid(new Box(2, 1.3f, 0.07f, 0.03f)), shell),
            Turn(Lid(new Box(1.88f, 1.18f, 0.02f, 0.005f).At(0, 0.01f, 0.035f)), display),
            Turn(new Box(1.7f, 0.02f, 0.56f, 0.008f).At(0, 0.095f, -0.18f), Materials.Make("matte", Materials.Ink)),
            Turn(new Box(0.6f, 0.02f, 0.36f, 0.008f).At(0, 0.09f, 0.42f), shell with { Base = shell.Base * 0.8f }),
        ];
    }

    private static Shape Slab(float width, float height, float corner) =>
        new Box(width - 2 * corner, height - 2 * corner, 4, 0.001f).Grown(corner);
}
