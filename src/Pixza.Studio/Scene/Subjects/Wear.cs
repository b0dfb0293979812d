using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>What one puts on.</summary>
internal static class Wear
{
    public static IReadOnlyList<Part> Sneaker(Looks looks)
    {
        var upper = looks.Painted("matte", "D6483A", "2C5F8A", "E8E4DA", "3C3F45", "D9A03F") with { Roughness = 0.55f };
        var white = looks.Accent("matte", "F1EEE8");
        // The foot points to +x; the collar is at the heel.
        Shape Foot(float grow, float top)
        {
            var toe = new Ball(0.36f + grow).Stretched(1.3f, 0.95f, 1.05f).At(0.92f, 0.36f, 0);
            var middle = new Ball(0.42f + grow).Stretched(1.5f, 1, 0.9f).At(0.3f, 0.44f, 0);
            var heel = new Ball(0.42f + grow).Stretched(1, 1.15f, 0.88f).At(-0.7f, 0.48f, 0);
            var ankle = new Rod(new(-0.62f, 0.5f, 0), new(-0.58f, top, 0), 0.36f + grow, 0.3f + grow);
            var tongue = new Rod(new(0.35f, 0.62f, 0), new(-0.22f, 1.05f, 0), 0.26f + grow, 0.2f + grow);
            return toe.Blend(middle, 0.25f).Blend(heel, 0.3f).Blend(ankle, 0.22f).Blend(tongue, 0.22f);
        }

        var last = Foot(0, 0.92f);
        var opening = new Ball(0.27f).Stretched(1.35f, 1.6f, 0.85f).At(-0.55f, 1.22f, 0);
        var body = last.Minus(opening, 0.07f).Within(new HalfSpace(-Vector3.UnitY).At(0, 0.2f, 0), 0.02f);
        var footprint = new Rod(new(-0.72f, 0, 0), new(0.95f, 0, 0), 0.43f, 0.44f).Stretched(1, 30, 1);
        var sole = footprint.Grown(0.035f).Within(new Box(4, 0.26f, 4, 0.05f).At(0, 0.15f, 0), 0.06f);
        var tread = footprint.Grown(0.02f).Within(new Box(4, 0.07f, 4, 0.02f).At(0, 0.035f, 0), 0.02f);
        var cap = last.Grown(0.022f).Within(new Box(1, 0.42f, 2, 0.1f).At(1.28f, 0.26f, 0), 0.05f);
        var counter = last.Grown(0.02f).Within(new Box(0.5f, 0.6f, 2, 0.12f).At(-1.05f, 0.44f, 0), 0.05f);
        var stripe = last.Grown(0.016f).Within(new Rod(new(-0.5f, 0.36f, 0), new(0.36f, 0.62f, 0), 0.05f, 0.1f).Stretched(1, 1, 40), 0.012f);
        Shape laces = new Rod(new(0.5f, 0.84f, -0.17f), new(0.5f, 0.84f, 0.17f), 0.035f);
        for (var i = 1; i < 5; i++)
            laces = laces.With(new Rod(new(0.5f - i * 0.15f, 0.835f + i * 0.085f, -0.19f), new(0.5f - i * 0.15f, 0.835f + i * 0.085f, 0.19f), 0.033f));
        var turned = new[]
        {
            new Part(body, upper), new Part(sole, white), new Part(tread, Materials.Make("rubber", Scene.Colour.FromHex("B98B5A"))),
            new Part(cap, white with { Roughness = 0.5f }), new Part(counter, white), new Part(stripe, white), new Part(laces, white),
        };
        return [.. turned.Select(part => part with { Shape = part.Shape.Spin(0, -24) })];
    }

    public static IReadOnlyList<Part> Watch(Looks looks)
    {
        var metal = looks.Accent("chrome");
        var strap = looks.Body("leather", "5C3A21", "2A2A2E", "7B4B2A", "1F3048");
        var dial = new Material(Scene.Colour.FromHex(looks.Seeded.Chance(0.5f) ? "12243A" : "F1EEE6"), 0.2f);
        var ink = Materials.Make("gold", null);
        // Built facing +z, leaning back a little as on a stand.
        var case_ = new Cylinder(0.72f, 0.26f, 0.05f).Spin(90);
        var bezel = new Torus(0.66f, 0.055f).Spin(90).At(0, 0, 0.13f);
        var face = new Cylinder(0.62f, 0.05f, 0.005f).Spin(90).At(0, 0, 0.115f);
        var hours = new Ring(new Box(0.035f, 0.03f, 0.11f, 0.008f).At(0, 0, 0.51f), 12).Spin(90).At(0, 0, 0.145f);
        var hands = new Rod(Vector3.Zero, new(-0.2f, 0.22f, 0), 0.026f, 0.016f).With(new Rod(Vector3.Zero, new(0.36f, 0.24f, 0), 0.02f, 0.012f)).With(new Ball(0.045f)).At(0, 0, 0.16f);
        var crown = new Cylinder(0.085f, 0.13f, 0.02f).Spin(0, 0, 90).At(0.78f, 0, 0);
        Shape Half(int side) => new Box(0.58f, 1.1f, 0.11f, 0.05f).At(0, 0.55f, 0).Spin(side * 16).At(0, 0.58f, 0.02f).Spin(0, 0, side > 0 ? 180 : 0);
        var band = Half(1).With(Half(-1));
        Part Stand(Shape shape, Material material) => new(shape.Spin(-12, 0, 0).At(0, 1.72f, 0), material);
        return [Stand(case_.With(crown), metal), Stand(bezel, metal), Stand(face, dial), Stand(hours, ink), Stand(hands, ink), Stand(band, strap)];
    }

    public static IReadOnlyList<Part> RingWithStone(Looks looks)
    {
        var metal = Materials.Make(looks.Seeded.Chance(0.6f) ? "gold" : "chrome", null);
        var stone = looks.Painted("glass", "DDF1FF", "2B6CB0", "B0142A", "1B7F5C") with { Clear = 0.75f };
        Shape gem = new Cylinder(0.42f, 0.5f, 0.005f);
        for (var i = 0; i < 8; i++)
        {
            var (s, c) = MathF.SinCos(i * MathF.PI / 4);
            gem = gem.Within(new HalfSpace(new(s, 0.85f, c)).At(s * 0.3f, 0.13f, c * 0.3f), 0.004f).Within(new HalfSpace(new(s, -1.0f, c)).At(s * 0.36f, 0.02f, c * 0.36f), 0.004f);
        }

        var band = new Torus(0.78f, 0.1f).Spin(90).At(0, 0.88f, 0);
        var prongs = new Ring(new Rod(new(0.12f, -0.2f, 0), new(0.37f, 0.12f, 0), 0.04f, 0.035f), 4, 45).At(0, 1.86f, 0);
        return [new(band, metal), new(prongs, metal), new(gem.At(0, 1.86f, 0), stone)];
    }

    public static IReadOnlyList<Part> Bag(Looks looks)
    {
        var hide = looks.Body("leather", "8C4A2F", "2B2B2F", "C9A27A", "7A1F2B", "41584B");
        var gold = looks.Accent("gold");
        var trunk = new Box(1.7f, 1.15f, 0.62f, 0.14f).Within(new Box(1.9f, 1.4f, 1.3f, 0.1f).Spin(-9).At(0, 0, -0.28f), 0.1f).At(0, 0.6f, 0);
        var flap = new Box(1.74f, 0.62f, 0.14f, 0.07f).Spin(-7).At(0, 0.88f, 0.3f).Blend(new Box(1.74f, 0.13f, 0.56f, 0.06f).At(0, 1.16f, 0.02f), 0.05f);
        var handle = new Torus(0.5f, 0.055f).Spin(90).Within(new HalfSpace(-Vector3.UnitY), 0.02f).Stretched(1, 1.25f, 1).At(0, 1.18f, 0);
        var rings = new Torus(0.09f, 0.028f).Spin(90).At(0.5f, 1.2f, 0).MirroredX();
        var clasp = new Box(0.26f, 0.18f, 0.08f, 0.03f).At(0, 0.66f, 0.4f);
        var stitch = new Box(1.76f, 0.02f, 0.02f, 0.005f).At(0, 0.64f, 0.41f);
        return [new(trunk, hide), new(flap, hide with { Base = hide.Base * 0.88f }), new(handle, hide), new(rings.With(clasp), gold), new(stitch, Materials.Make("matte", hide.Base * 1.6f))];
    }
}
