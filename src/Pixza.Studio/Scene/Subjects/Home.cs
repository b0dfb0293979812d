using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>What furnishes a room.</summary>
internal static class Home
{
    public static IReadOnlyList<Part> Lamp(Looks looks)
    {
        var stand = looks.Body("brass", "D9B25F");
        var warm = Scene.Colour.FromHex("FFDDA8");
        var shade = new Lathe(1.2f, 2.1f, 0.02f, 0.74f, 0.71f, 0.67f, 0.63f, 0.58f, 0.53f, 0.48f, 0.44f);
        var foot = new Lathe(0, 0.3f, 0.03f, 0.52f, 0.5f, 0.44f, 0.3f, 0.17f, 0.1f, 0.06f, 0.05f);
        var pole = new Cylinder(0.045f, 1.2f, 0.01f).At(0, 0.75f, 0).Blend(new Ball(0.2f).At(0, 0.72f, 0), 0.1f);
        return [new(foot.Blend(pole, 0.05f), stand), new(shade, new(warm, 0.9f, 0, Grain.Fabric, Glow: 0.85f)), new(new Ball(0.05f).At(0, 2.14f, 0), stand)];
    }

    public static IReadOnlyList<Part> Chair(Looks looks)
    {
        var seatMaterial = looks.Body("fabric", "C46A4A", "3F5E5A", "D9B35B", "8C9AA8", "7A2E3A");
        var wood = looks.Accent("wood");
        var seat = new Box(1.1f, 0.16f, 1.05f, 0.07f).At(0, 0.95f, 0);
        var curve = new Cylinder(1.1f, 0.62f, 0.03f).Shell(0.09f).Within(new Box(1.15f, 1, 0.8f, 0.15f).At(0, 0, -1.05f), 0.06f).At(0, 1.72f, 0.6f);
        Shape Leg(float x, float z, float top) => new Rod(new(x, top, z), new(x * 1.22f, 0.05f, z * 1.22f), 0.06f, 0.04f);
        var legs = Leg(0.42f, 0.4f, 0.9f).With(Leg(0.42f, -0.4f, 0.9f)).MirroredX();
        var posts = new Rod(new(0.4f, 0.95f, -0.44f), new(0.42f, 1.9f, -0.52f), 0.05f, 0.035f).MirroredX();
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, 30), material);
        return [Turn(seat, seatMaterial), Turn(curve, seatMaterial), Turn(legs, wood), Turn(posts, wood)];
    }

    public static IReadOnlyList<Part> Sofa(Looks looks)
    {
        var cloth = looks.Body("fabric", "3F5E5A", "B7653F", "8C9AA8", "D8CFC0", "5A4A66");
        var frame = new Box(2.5f, 0.36f, 1.05f, 0.08f).At(0, 0.38f, 0).With(new Box(2.5f, 0.95f, 0.32f, 0.13f).At(0, 0.72f, -0.42f)).With(new Box(0.3f, 0.7f, 1.05f, 0.12f).At(1.2f, 0.55f, 0).MirroredX());
        var cushions = new Box(1.06f, 0.26f, 0.9f, 0.11f).At(0.54f, 0.64f, 0.08f).MirroredX();
        var pillow = new Box(0.5f, 0.5f, 0.18f, 0.09f).Spin(-18, 14, 8).At(0.7f, 0.98f, -0.1f);
        var legs = new Rod(new(1.1f, 0.25f, 0.4f), new(1.15f, 0.03f, 0.44f), 0.05f, 0.03f).With(new Rod(new(1.1f, 0.25f, -0.4f), new(1.15f, 0.03f, -0.44f), 0.05f, 0.03f)).MirroredX();
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, 22), material);
        return [Turn(frame, cloth), Turn(cushions, cloth with { Base = cloth.Base * 1.12f }), Turn(pillow, looks.Accent("fabric", "D9A441")), Turn(legs, Materials.Make("wood", null))];
    }

    public static IReadOnlyList<Part> Table(Looks looks)
    {
        var top = looks.Body("wood");
        var legs = new Rod(new(0.9f, 1.1f, 0.5f), new(1.05f, 0.04f, 0.62f), 0.08f, 0.04f).With(new Rod(new(0.9f, 1.1f, -0.5f), new(1.05f, 0.04f, -0.62f), 0.08f, 0.04f)).MirroredX();
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, 24), material);
        return [Turn(new Box(2.4f, 0.12f, 1.5f, 0.04f).At(0, 1.16f, 0), top), Turn(legs, looks.Accent("wood", "6B4A30"))];
    }

    public static IReadOnlyList<Part> Plant(Looks looks)
    {
        var pot = looks.Body("ceramic", "C8704D", "E9E3D5", "55606B", "D8B48A");
        var green = new Material(Scene.Colour.FromHex("3F7A3A"), 0.38f, 0, Grain.Speckle);
        var seeded = looks.Seeded;
        Shape leaves = new Ball(0.1f).At(0, 0.75f, 0);
        const int Leaves = 11;
        for (var i = 0; i < Leaves; i++)
        {
            var lift = 30 + 52f * i / Leaves + seeded.Between(-6, 6);
            var size = seeded.Between(0.85f, 1.15f);
            var blade = new Ball(0.5f * size).Stretched(1, 0.07f, 0.32f).At(0.5f * size, 0, 0).Spin(0, 0, lift);
            leaves = leaves.With(blade.Spin(0, i * 137.5f).At(0, 0.78f, 0));
        }

        var body = new Lathe(0, 0.85f, 0.04f, 0.4f, 0.43f, 0.46f, 0.49f, 0.52f, 0.54f, 0.56f, 0.57f).Minus(new Cylinder(0.48f, 0.3f, 0.02f).At(0, 0.85f, 0), 0.02f);
        return [new(body, pot), new(leaves, green), new(new Cylinder(0.49f, 0.1f, 0.02f).At(0, 0.7f, 0), new(Scene.Colour.FromHex("3A2A1E"), 0.95f, 0, Grain.Concrete))];
    }

    public static IReadOnlyList<Part> Book(Looks looks)
    {
        var cover = looks.Body("fabric", "7A2E3A", "2F4858", "3F5E4A", "C9A27A", "D9A441");
        var foil = Materials.Make("gold", null);
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, -30).Spin(-8).At(0, 0.03f, 0), material);
        return
        [
            Turn(new Box(1.3f, 1.9f, 0.05f, 0.02f).At(0, 0.95f, 0.17f).With(new Box(1.3f, 1.9f, 0.05f, 0.02f).At(0, 0.95f, -0.17f)).With(new Box(0.06f, 1.9f, 0.38f, 0.03f).At(-0.63f, 0.95f, 0)), cover),
            Turn(new Box(1.2f, 1.8f, 0.3f, 0.01f).At(0, 0.95f, 0), new(Scene.Colour.FromHex("EFE7D6"), 0.9f)),
            Turn(new Box(0.8f, 0.04f, 0.02f, 0.004f).At(0.03f, 1.35f, 0.195f).With(new Box(0.5f, 0.03f, 0.02f, 0.004f).At(0.03f, 1.24f, 0.195f)).With(new Torus(0.2f, 0.016f).Spin(90).At(0.03f, 0.75f, 0.195f)), foil),
        ];
    }

    public static IReadOnlyList<Part> Carton(Looks looks)
    {
        var paper = looks.Body("paper", "C9A77B", "E4D8C6", "D98E73", "8FA69A", "2F4858");
        var ribbon = looks.Accent("matte", "B3282D") with { Roughness = 0.35f };
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, 32), material);
        var bow = new Torus(0.22f, 0.05f).Stretched(1, 1, 0.55f).Spin(90, 0, 24).At(0.24f, 1.44f, 0).MirroredX();
        return
        [
            Turn(new Box(1.4f, 1.05f, 1.4f, 0.03f).At(0, 0.525f, 0), paper), Turn(new Box(1.48f, 0.28f, 1.48f, 0.03f).At(0, 1.12f, 0), paper),
            Turn(new Box(0.2f, 1.28f, 1.5f, 0.02f).At(0, 0.635f, 0).With(new Box(1.5f, 1.28f, 0.2f, 0.02f).At(0, 0.635f, 0)), ribbon), Turn(bow.With(new Ball(0.1f).At(0, 1.34f, 0)), ribbon),
        ];
    }

    public static IReadOnlyList<Part> Clock(Looks looks)
    {
        var rim = looks.Body("wood");
        var ink = Materials.Make("matte", Materials.Ink);
        Shape Up(Shape shape) => shape.Spin(90).At(0, 0.95f, 0);
        var hands = new Rod(Vector3.Zero, new(-0.3f, 0.22f, 0), 0.035f, 0.02f).With(new Rod(Vector3.Zero, new(0.3f, 0.44f, 0), 0.026f, 0.016f)).At(0, 0.95f, 0.19f);
        return
        [
            new(Up(new Cylinder(0.9f, 0.34f, 0.06f)).Minus(Up(new Cylinder(0.78f, 0.3f, 0.02f)).At(0, 0, 0.2f), 0.02f), rim),
            new(Up(new Cylinder(0.8f, 0.06f, 0.01f)).At(0, 0, 0.08f), Materials.Make("matte", null)),
            new(Up(new Ring(new Box(0.05f, 0.05f, 0.14f, 0.01f).At(0, 0, 0.64f), 12)).At(0, 0, 0.12f), ink), new(hands, ink),
            new(new Box(0.5f, 0.12f, 0.3f, 0.03f).At(0, 0.06f, 0), rim),
        ];
    }

    public static IReadOnlyList<Part> House(Looks looks)
    {
        var wall = looks.Body("matte", "E9E3D5", "D98E73", "8FA9B8", "D9C46B");
        var glass = new Material(Scene.Colour.FromHex("FFD890"), 0.1f, Glow: 1.1f);
        Shape roof = new Box(2.0f, 2.0f, 1.9f, 0.02f).Within(new HalfSpace(new(1, 1.05f, 0)).At(0, 0.95f, 0), 0.02f).Within(new HalfSpace(new(-1, 1.05f, 0)).At(0, 0.95f, 0), 0.02f).Within(new HalfSpace(-Vector3.UnitY), 0.02f);
        var walls = new Box(1.5f, 1.0f, 1.5f, 0.01f).At(0, 0.5f, 0).With(new Box(1.5f, 1.7f, 1.5f, 0.01f).Within(new HalfSpace(new(1, 1.05f, 0)).At(0, 0.82f, 0), 0.01f).Within(new HalfSpace(new(-1, 1.05f, 0)).At(0, 0.82f, 0), 0.01f).At(0, 0.85f, 0));
        var windows = new Box(0.3f, 0.36f, 0.04f, 0.01f).At(0.4f, 0.62f, 0.75f).MirroredX().With(new Box(0.04f, 0.36f, 0.34f, 0.01f).At(0.75f, 0.62f, 0));
        Part Turn(Shape shape, Material material) => new(shape.Spin(0, -28), material);
        return
        [
            Turn(walls, wall), Turn(roof.At(0, 0.92f, 0).Minus(walls), looks.Accent("matte", "8C3B2E")), Turn(windows, glass),
            Turn(new Box(0.32f, 0.62f, 0.05f, 0.01f).At(0, 0.31f, 0.75f), Materials.Make("wood", null)), Turn(new Box(0.24f, 0.6f, 0.24f, 0.02f).At(0.45f, 1.75f, -0.3f), Materials.Make("matte", Scene.Colour.FromHex("A5522F"))),
        ];
    }
}
