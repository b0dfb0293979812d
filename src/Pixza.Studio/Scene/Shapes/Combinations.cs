using System.Runtime.Intrinsics;

namespace Pixza.Studio.Scene.Shapes;

internal sealed class Union(Shape[] shapes) : Shape
{
    public override Lane Distance(in Lane3 p)
    {
        var nearest = shapes[0].Distance(p);
        for (var i = 1; i < shapes.Length; i++)
            nearest = Vector256.Min(nearest, shapes[i].Distance(p));
        return nearest;
    }
}

internal sealed class Blended(Shape a, Shape b, float k) : Shape
{
    public override Lane Distance(in Lane3 p) => Lanes.SmoothMin(a.Distance(p), b.Distance(p), k);
}

internal sealed class Cut(Shape a, Shape b, float k) : Shape
{
    public override Lane Distance(in Lane3 p) => Lanes.SmoothMax(a.Distance(p), -b.Distance(p), k);
}

internal sealed class Common(Shape a, Shape b, float k) : Shape
{
    public override Lane Distance(in Lane3 p) => Lanes.SmoothMax(a.Distance(p), b.Distance(p), k);
}

internal sealed class Hull(Shape shape, float thickness) : Shape
{
    public override Lane Distance(in Lane3 p) => Vector256.Abs(shape.Distance(p)) - Vector256.Create(thickness / 2);
}

internal sealed class Offset(Shape shape, float by) : Shape
{
    public override Lane Distance(in Lane3 p) => shape.Distance(p) - Vector256.Create(by);
}
