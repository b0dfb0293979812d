using System.Numerics;
using System.Runtime.Intrinsics;

namespace Pixza.Studio.Scene.Shapes;

internal sealed class Moved(Shape shape, Vector3 by) : Shape
{
    private readonly Lane3 _by = Lane3.Of(by);

    public override Lane Distance(in Lane3 p) => shape.Distance(p - _by);
}

/// <summary>Turned about the x, then the y, then the z axis.</summary>
internal sealed class Rotated : Shape
{
    private readonly Shape _shape;
    private readonly Lane3 _x, _y, _z;

    public Rotated(Shape shape, float degreesX, float degreesY, float degreesZ)
    {
        const float Degree = MathF.PI / 180;
        var m = Matrix4x4.CreateRotationX(degreesX * Degree) * Matrix4x4.CreateRotationY(degreesY * Degree) * Matrix4x4.CreateRotationZ(degreesZ * Degree);
        _shape = shape;
        _x = Lane3.Of(Vector3.TransformNormal(Vector3.UnitX, m));
        _y = Lane3.Of(Vector3.TransformNormal(Vector3.UnitY, m));
        _z = Lane3.Of(Vector3.TransformNormal(Vector3.UnitZ, m));
    }

    public override Lane Distance(in Lane3 p) => _shape.Distance(new Lane3(Lane3.Dot(p, _x), Lane3.Dot(p, _y), Lane3.Dot(p, _z)));
}

internal sealed class Resized(Shape shape, float factor) : Shape
{
    public override Lane Distance(in Lane3 p) => shape.Distance(p * Vector256.Create(1 / factor)) * factor;
}

/// <summary>Scaled unevenly; the distance is then cautious by the smallest factor.</summary>
internal sealed class Stretch(Shape shape, Vector3 factors) : Shape
{
    private readonly float _least = Math.Min(factors.X, Math.Min(factors.Y, factors.Z));

    public override Lane Distance(in Lane3 p) =>
        shape.Distance(new Lane3(p.X * (1 / factors.X), p.Y * (1 / factors.Y), p.Z * (1 / factors.Z))) * _least;
}

internal sealed class Mirrored(Shape shape) : Shape
{
    public override Lane Distance(in Lane3 p) => shape.Distance(new Lane3(Vector256.Abs(p.X), p.Y, p.Z));
}

/// <summary>Copies side by side around the y axis.</summary>
internal sealed class Ring : Shape
{
    private readonly Union _copies;

    public Ring(Shape shape, int count, float startDegrees = 0) =>
        _copies = new Union([.. Enumerable.Range(0, count).Select(i => shape.Spin(degreesY: startDegrees + i * 360f / count))]);

    public override Lane Distance(in Lane3 p) => _copies.Distance(p);
}
