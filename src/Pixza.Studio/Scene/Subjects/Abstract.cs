using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>Pure form: balls and blocks by name, and a designed sculpture for words that name nothing known.</summary>
internal static class Abstract
{
    public static IReadOnlyList<Part> Sphere(Looks looks) =>
        [new(new Ball(0.9f).At(0, 0.9f, 0), looks.Body("plastic", "D6483A", "2C5F8A", "E0A458", "5B8E7D"))];

    public static IReadOnlyList<Part> Donut(Looks looks)
    {
        var icing = looks.Painted("plastic", "F29CB7", "6B3F2A", "F4E3C1", "9AD0C2") with { Roughness = 0.2f };
        var dough = new Torus(0.68f, 0.36f).At(0, 0.36f, 0);
        var seeded = looks.Seeded;
        var sprinkles = Enumerable.Range(0, 34).Select(i =>
        {
            var (around, along) = (i * 2.4f, seeded.Between(-0.9f, 0.9f));
            var radius = 0.68f + 0.36f * MathF.Sin(along);
            var at = new Vector3(MathF.Cos(around) * radius, 0.385f + 0.36f * MathF.Cos(along), MathF.Sin(around) * radius);
            var turn = seeded.Between(0, 6.3f);
            var along3 = new Vector3(MathF.Cos(turn), 0, MathF.Sin(turn)) * 0.055f;
            return (Shape)new Rod(at - along3, at + along3, 0.022f);
        }).ToArray();
        return
        [
            new(dough.Spin(16).At(0, 0.22f, 0), new(Scene.Colour.FromHex("D9A05B"), 0.6f, 0, Grain.Speckle)),
            new(dough.Grown(0.03f).Within(new HalfSpace(-Vector3.UnitY).At(0, 0.42f, 0), 0.05f).Spin(16).At(0, 0.22f, 0), icing),
            new(new Union(sprinkles).Spin(16).At(0, 0.22f, 0), Materials.Make("plastic", Materials.Ivory)),
        ];
    }

    public static IReadOnlyList<Part> Cube(Looks looks) =>
        [new(new Box(1.4f, 1.4f, 1.4f, 0.1f).Spin(0, 34).At(0, 0.7f, 0), looks.Body("plastic", "D6483A", "2C5F8A", "E0A458", "5B8E7D"))];

    public static IReadOnlyList<Part> Sculpture(Looks looks)
    {
        var seeded = looks.Seeded;
        var body = looks.Body("matte", "D98E73", "5B8E7D", "E3C16F", "6C7A96", "C4697A", "EDE3D3");
        var accent = looks.Accent(seeded.Pick<string>(["gold", "marble", "chrome", "terrazzo"]));
        var third = Materials.Make("matte", Vector3.Lerp(body.Base, Materials.Ivory, 0.6f));
        switch (seeded.Below(5))
        {
            case 0: // a stack in balance
                return
                [
                    new(new Box(1.0f, 0.5f, 1.0f, 0.06f).Spin(0, 28).At(0, 0.25f, 0), third), new(new Ball(0.5f).At(0.05f, 1.0f, 0), body),
                    new(new Cylinder(0.4f, 0.16f, 0.05f).At(0.05f, 1.56f, 0), accent), new(new Ball(0.26f).At(0.0f, 1.9f, 0), body),
                ];
            case 1: // a knotted band
                return
                [
                    new(new Torus(0.62f, 0.2f).Spin(90, 20).At(0, 0.85f, 0).Blend(new Torus(0.5f, 0.16f).Spin(20, 0, 60).At(0.1f, 1.0f, 0), 0.14f), body),
                    new(new Ball(0.28f).At(-0.75f, 0.28f, 0.5f), accent),
                ];
            case 2: // an arch and a sun
                return
                [
                    new(new Torus(0.72f, 0.24f).Spin(90).Within(new HalfSpace(-Vector3.UnitY), 0.01f).Stretched(1, 1.5f, 1.2f).Spin(0, 25), body),
                    new(new Ball(0.36f).At(0.05f, 0.36f, 0.15f), accent), new(new Cylinder(0.3f, 0.5f, 0.03f).At(0.95f, 0.25f, 0.55f), third),
                ];
            case 3: // pebbles
                return
                [
                    new(new Ball(0.8f).Stretched(1.1f, 0.5f, 0.9f).At(0, 0.39f, 0), body), new(new Ball(0.6f).Stretched(1.1f, 0.5f, 0.95f).Spin(0, 40, 3).At(0.08f, 1.04f, 0), third),
                    new(new Ball(0.42f).Stretched(1.1f, 0.55f, 1).At(-0.04f, 1.53f, 0), accent), new(new Ball(0.26f).Stretched(1.1f, 0.6f, 1).At(0.03f, 1.88f, 0), body),
                ];
            default: // melted spheres
                Shape drops = new Ball(0.62f).At(0, 0.62f, 0);
                for (var i = 0; i < 5; i++)
                    drops = drops.Blend(new Ball(seeded.Between(0.26f, 0.42f)).At(seeded.Between(-0.65f, 0.65f), seeded.Between(0.4f, 1.6f), seeded.Between(-0.4f, 0.4f)), 0.28f);
                return [new(drops, body with { Roughness = 0.12f }), new(new Ball(0.24f).At(0.9f, 0.24f, 0.45f), accent)];
        }
    }
}
