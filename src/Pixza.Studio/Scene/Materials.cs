using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>The materials that a prompt can name.</summary>
internal static class Materials
{
    public static readonly Vector3 Ivory = Colour.FromHex("EDE6DA");
    public static readonly Vector3 Ink = Colour.FromHex("1B1B1E");

    public static readonly IReadOnlyList<string> Names =
        ["marble", "wood", "metal", "chrome", "gold", "rosegold", "silver", "copper", "brass", "glass", "ceramic", "fabric", "leather", "plastic", "matte", "concrete", "paper", "terrazzo", "stone", "wax", "rubber"];

    /// <summary>The material, painted in the colour where it can be and in its own where none is given.</summary>
    public static Material Make(string name, Vector3? colour) => name switch
    {
        "marble" => Marble(colour),
        "wood" => new(colour is { } c ? Vector3.Lerp(c, Colour.FromHex("9C6B3F"), 0.35f) : Colour.FromHex("A87447"), 0.42f, 0, Grain.Wood, Colour.FromHex("5A3820")),
        "metal" or "steel" => new(colour ?? Colour.FromHex("C9CDD2"), 0.24f, 1, Grain.Brushed),
        "chrome" or "silver" => new(colour ?? Colour.FromHex("E6E8EB"), 0.06f, 1),
        "gold" => new(Colour.FromHex("F2C45A"), 0.14f, 1),
        "rosegold" => new(Colour.FromHex("E8B09A"), 0.16f, 1),
        "copper" => new(Colour.FromHex("DE8A62"), 0.18f, 1),
        "brass" => new(Colour.FromHex("D9B25F"), 0.2f, 1, Grain.Brushed),
        "glass" => Glass(colour),
        "ceramic" => new(colour ?? Ivory, 0.12f),
        "fabric" => new(colour ?? Colour.FromHex("8E9AA6"), 0.95f, 0, Grain.Fabric),
        "leather" => new(colour ?? Colour.FromHex("7A4526"), 0.48f, 0, Grain.Leather),
        "plastic" => new(colour ?? Colour.FromHex("E0E2E5"), 0.22f),
        "rubber" => new(colour ?? Ink, 0.7f),
        "matte" => new(colour ?? Ivory, 0.65f),
        "concrete" or "stone" => new(colour ?? Colour.FromHex("9C9A96"), 0.85f, 0, Grain.Concrete),
        "paper" => new(colour ?? Colour.FromHex("C9A77B"), 0.9f, 0, Grain.Speckle),
        "terrazzo" => new(colour ?? Ivory, 0.3f, 0, Grain.Terrazzo, Colour.FromHex("B7603F")),
        "wax" => new(colour ?? Colour.FromHex("F3EAD8"), 0.5f),
        _ => new(colour ?? Ivory, 0.3f),
    };

    public static Material Glass(Vector3? tint) => new(tint is { } c ? Vector3.Lerp(c, Vector3.One, 0.25f) : Colour.FromHex("F2F8F7"), 0.02f, Clear: 1);

    private static Material Marble(Vector3? colour)
    {
        var ground = colour ?? Colour.FromHex("EFEDEA");
        var dark = Colour.Luminance(ground) < 0.15f;
        return new(ground, 0.1f, 0, Grain.Marble, dark ? Colour.FromHex("D8C9A8") : Colour.FromHex("77767A"));
    }
}
