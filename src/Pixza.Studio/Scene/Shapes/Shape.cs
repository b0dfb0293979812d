using System.Numerics;

namespace Pixza.Studio.Scene.Shapes;

/// <summary>
/// A solid as a distance field: how far each of eight points is from its surface (negative inside). The distance may be
/// under-estimated, never over-estimated by much, so that a ray that steps by it does not jump through a wall.
/// </summary>
internal abstract class Shape
{
    public abstract Lane Distance(in Lane3 p);

    public Shape At(float x, float y, float z) => new Moved(this, new Vector3(x, y, z));

    public Shape Spin(float degreesX = 0, float degreesY = 0, float degreesZ = 0) => new Rotated(this, degreesX, degreesY, degreesZ);

    public Shape Scaled(float factor) => new Resized(this, factor);

    public Shape Stretched(float x, float y, float z) => new Stretch(this, new Vector3(x, y, z));

    /// <summary>Itself and its mirror image on the other side of x = 0.</summary>
    public Shape MirroredX() => new Mirrored(this);

    public Shape With(Shape other) => new Union([this, other]);

    public Shape Blend(Shape other, float k) => new Blended(this, other, k);

    public Shape Minus(Shape other, float k = 0.01f) => new Cut(this, other, k);

    public Shape Within(Shape other, float k = 0.01f) => new Common(this, other, k);

    /// <summary>A hull of this thickness in place of the solid.</summary>
    public Shape Shell(float thickness) => new Hull(this, thickness);

    public Shape Grown(float by) => new Offset(this, by);
}
