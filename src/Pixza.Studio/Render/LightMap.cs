using System.Numerics;

namespace Pixza.Studio.Render;

/// <summary>A picture of linear light, before it is developed.</summary>
internal sealed class LightMap(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public Vector3[] Pixels { get; } = new Vector3[width * height];
}
