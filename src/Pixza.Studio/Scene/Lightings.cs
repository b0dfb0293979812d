using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>The ways in which the studio lights a scene.</summary>
internal static class Lightings
{
    public static readonly IReadOnlyList<string> Names =
        ["soft", "cinematic", "golden", "neon", "bright", "dramatic", "moon", "sunny", "pastel", "backlit"];

    public static Lighting Make(string name, Seeded seeded)
    {
        // The key lamp is mostly on the left, as in most paintings; the seed moves it a little.
        var side = seeded.Chance(0.75f) ? -1f : 1f;
        var turn = seeded.Between(-0.12f, 0.12f);
        Vector3 From(float x, float y, float z) => Vector3.Normalize(new(side * (x + turn), y, z));
        return name switch
        {
            "cinematic" => new(name, From(0.95f, 0.95f, 0.35f), Rgb(2.9f, 2.35f, 1.75f), 0.16f, From(-0.8f, 0.45f, -0.9f), Rgb(0.5f, 0.95f, 1.35f), 0.36f, 1.0f, Rgb(1.02f, 1, 0.98f), 0.5f),
            "golden" => new(name, From(1.0f, 0.46f, 0.3f), Rgb(3.6f, 2.2f, 1.05f), 0.07f, From(-0.6f, 0.35f, -1), Rgb(1.7f, 0.95f, 0.4f), 0.6f, 1.0f, Rgb(1.1f, 0.98f, 0.82f), 0.35f),
            "neon" => new(name, From(0.9f, 0.75f, 0.5f), Rgb(2.6f, 0.5f, 2.1f), 0.25f, From(-0.9f, 0.3f, -0.6f), Rgb(0.2f, 1.9f, 2.8f), 0.34f, 1.05f, Rgb(0.92f, 0.9f, 1.14f), 0.45f),
            "bright" => new(name, From(0.55f, 1.1f, 0.7f), Rgb(1.9f, 1.88f, 1.84f), 0.3f, From(-0.6f, 0.5f, -0.8f), Rgb(0.5f, 0.5f, 0.5f), 1.0f, 1.14f, Rgb(1, 1, 1), 0.1f),
            "dramatic" => new(name, From(1.1f, 0.8f, 0.05f), Rgb(3.4f, 3.1f, 2.8f), 0.08f, From(-0.9f, 0.35f, -0.7f), Rgb(0.9f, 0.9f, 1f), 0.2f, 1.0f, Rgb(1, 1, 1.02f), 0.6f),
            "moon" => new(name, From(0.7f, 0.9f, -0.1f), Rgb(1.0f, 1.3f, 1.9f), 0.1f, From(-0.7f, 0.4f, -0.8f), Rgb(0.5f, 0.75f, 1.2f), 0.3f, 1.05f, Rgb(0.84f, 0.94f, 1.14f), 0.5f),
            "sunny" => new(name, From(0.8f, 1.0f, 0.5f), Rgb(3.1f, 2.9f, 2.5f), 0.04f, From(-0.6f, 0.5f, -0.8f), Rgb(0.5f, 0.5f, 0.45f), 0.75f, 1.0f, Rgb(1.02f, 1, 0.97f), 0.2f),
            "pastel" => new(name, From(0.6f, 1.0f, 0.7f), Rgb(1.75f, 1.6f, 1.6f), 0.34f, From(-0.7f, 0.5f, -0.8f), Rgb(0.7f, 0.6f, 0.8f), 0.95f, 1.1f, Rgb(1.03f, 0.99f, 1.01f), 0.1f),
            "backlit" => new(name, From(0.5f, 0.7f, -0.75f), Rgb(3.4f, 2.9f, 2.3f), 0.1f, From(-0.7f, 0.6f, -0.5f), Rgb(1.2f, 1.1f, 1f), 0.55f, 1.05f, Rgb(1.03f, 1, 0.96f), 0.35f),
            _ => new("soft", From(0.7f, 1.0f, 0.6f), Rgb(2.0f, 1.92f, 1.82f), 0.26f, From(-0.8f, 0.5f, -0.8f), Rgb(0.5f, 0.55f, 0.62f), 0.78f, 1.06f, Rgb(1.01f, 1, 0.99f), 0.25f),
        };

        static Vector3 Rgb(float r, float g, float b) => new(r, g, b);
    }
}
