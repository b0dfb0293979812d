using System.Numerics;
using System.Runtime.Intrinsics;

namespace Pixza.Studio.Scene.Shapes;

internal sealed class Ball(float radius) : Shape
{
    public override Lane Distance(in Lane3 p) => p.Length - Vector256.Create(radius);
}

/// <summary>A box of full size x, y, z around the origin, its edges rounded.</summary>
internal sealed class Box(float x, float y, float z, float rounding = 0.02f) : Shape
{
    private readonly Lane _x = Vector256.Create(x / 2 - rounding);
    private readonly Lane _y = Vector256.Create(y / 2 - rounding);
    private readonly Lane _z = Vector256.Create(z / 2 - rounding);

    public override Lane Distance(in Lane3 p)
    {
        var q = new Lane3(Vector256.Abs(p.X) - _x, Vector256.Abs(p.Y) - _y, Vector256.Abs(p.Z) - _z);
        var outside = new Lane3(Vector256.Max(q.X, Lane.Zero), Vector256.Max(q.Y, Lane.Zero), Vector256.Max(q.Z, Lane.Zero));
        var inside = Vector256.Min(Vector256.Max(q.X, Vector256.Max(q.Y, q.Z)), Lane.Zero);
        return outside.Length + inside - Vector256.Create(rounding);
    }
}

/// <summary>An upright cylinder around the origin, its rims rounded.</summary>
internal sealed class Cylinder(float radius, float height, float rounding = 0.02f) : Shape
{
    public override Lane Distance(in Lane3 p)
    {
        var dx = Lanes.Length2(p.X, p.Z) - Vector256.Create(radius - rounding);
        var dy = Vector256.Abs(p.Y) - Vector256.Create(height / 2 - rounding);
        var outside = Lanes.Length2(Vector256.Max(dx, Lane.Zero), Vector256.Max(dy, Lane.Zero));
        return outside + Vector256.Min(Vector256.Max(dx, dy), Lane.Zero) - Vector256.Create(rounding);
    }
}

/// <summary>A ring that lies flat around the origin.</summary>
internal sealed class Torus(float radius, float tube) : Shape
{
    public override Lane Distance(in Lane3 p) =>
        Lanes.Length2(Lanes.Length2(p.X, p.Z) - Vector256.Create(radius), p.Y) - Vector256.Create(tube);
}

/// <summary>A rod with round ends whose radius may change from one end to the other.</summary>
internal sealed class Rod(Vector3 from, Vector3 to, float radius, float? endRadius = null) : Shape
{
    private readonly Lane3 _from = Lane3.Of(from);
    private readonly Lane3 _along = Lane3.Of(to - from);
    private readonly Lane _perLength2 = Vector256.Create(1 / Math.Max(1e-9f, Vector3.DistanceSquared(from, to)));

    public override Lane Distance(in Lane3 p)
    {
        var q = p - _from;
        var h = Lanes.Saturate(Lane3.Dot(q, _along) * _perLength2);
        return (q - _along * h).Length - (Vector256.Create(radius) + h * ((endRadius ?? radius) - radius));
    }
}

/// <summary>All below a plane through the origin, tilted by its normal.</summary>
internal sealed class HalfSpace(Vector3 normal) : Shape
{
    private readonly Lane3 _normal = Lane3.Of(Vector3.Normalize(normal));

    public override Lane Distance(in Lane3 p) => Lane3.Dot(p, _normal);
}
