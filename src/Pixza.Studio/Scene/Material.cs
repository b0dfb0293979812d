using System.Numerics;

namespace Pixza.Studio.Scene;

/// <summary>How a surface answers light.</summary>
/// <param name="Base">Linear colour: of the paint, or of the reflection for a metal.</param>
/// <param name="Roughness">0 mirror, 1 chalk.</param>
/// <param name="Metallic">0 or 1.</param>
/// <param name="Clear">0 opaque, 1 clear glass.</param>
/// <param name="Second">The colour of veins, grain or pattern.</param>
/// <param name="Glow">Light that the surface gives off by itself, as a factor on its colour.</param>
/// <param name="Scale">How much finer than usual the grain is.</param>
/// <param name="Middle">The height at which a printed label has its middle, in the subject's own units.</param>
internal sealed record Material(
    Vector3 Base, float Roughness, float Metallic = 0, Grain Grain = Grain.None, Vector3 Second = default, float Clear = 0, float Glow = 0, float Scale = 1, float Middle = 0);

internal enum Grain
{
    None,
    Marble,
    Wood,
    Brushed,
    Leather,
    Fabric,
    Concrete,
    Terrazzo,
    Speckle,
    Label,
    Cream,
    Sand,
    Grass,
    Snow,
    Tiles,
    Planks,
    Asphalt,
    Stripes,
    Peel,
    Water,
}
