using System.Numerics;

namespace Pixza.Studio.Scene.Subjects;

/// <summary>The colours and the material that the words ask for; a subject asks it for paint and says what it would choose itself.</summary>
internal sealed class Looks(Vector3? colour, Vector3? second, string? material, Seeded seeded)
{
    public Seeded Seeded => seeded;

    /// <summary>The main material: as wished, else this one in one of these colours (hex).</summary>
    public Material Body(string usual, params ReadOnlySpan<string> colours)
    {
        var pick = colours.Length == 0 ? null : (Vector3?)Scene.Colour.FromHex(colours[seeded.Below(colours.Length)]);
        return Materials.Make(material ?? usual, colour ?? (material is null ? pick : null));
    }

    /// <summary>The main colour on this material, whatever material was wished for: cloth stays cloth.</summary>
    public Material Painted(string fixedMaterial, params ReadOnlySpan<string> colours)
    {
        var pick = colours.Length == 0 ? null : (Vector3?)Scene.Colour.FromHex(colours[seeded.Below(colours.Length)]);
        return Materials.Make(fixedMaterial, colour ?? pick);
    }

    /// <summary>The second material: in the second colour that was wished, else as the subject would have it.</summary>
    public Material Accent(string usual, string? hex = null) =>
        second is { } c && usual is not ("gold" or "rosegold" or "copper" or "brass")
            ? Materials.Make(usual, c)
            : Materials.Make(usual, hex is null ? null : Scene.Colour.FromHex(hex));

    /// <summary>Paper with a small printed mark, in a tone that suits the body.</summary>
    /// <param name="middle">The height of the label's middle.</param>
    /// <param name="scale">More makes the print smaller.</param>
    public static Material Label(Material body, float middle, float scale)
    {
        var dark = Scene.Colour.Luminance(body.Base) < 0.35f || body.Clear > 0;
        return new(dark ? Materials.Ivory : Materials.Ink, 0.6f, 0, Grain.Label, dark ? Materials.Ink : Materials.Ivory * 0.9f, Scale: scale, Middle: middle);
    }
}
