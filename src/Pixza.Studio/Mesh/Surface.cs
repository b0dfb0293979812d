using System.Numerics;

namespace Pixza.Studio.Mesh;

/// <summary>Triangles with normals, and colours or places in a texture for each corner.</summary>
internal sealed class Surface
{
    public List<Vector3> Places { get; } = [];

    public List<Vector3> Normals { get; } = [];

    /// <summary>Linear; empty when the surface is textured.</summary>
    public List<Vector3> Colours { get; } = [];

    /// <summary>0..1 from the picture's top left; empty when the surface is coloured.</summary>
    public List<Vector2> Texture { get; } = [];

    public List<int> Triangles { get; } = [];
}
