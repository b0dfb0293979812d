using System.Runtime.Intrinsics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Render;

/// <summary>Walks eight rays through a distance field at once.</summary>
internal static class March
{
    /// <summary>Steps until each ray touches the shape.</summary>
    /// <param name="live">The lanes to walk; the others are left alone.</param>
    /// <returns>The distance along each ray, and the lanes that hit.</returns>
    public static (Lane T, Lane Hit) Along(Shape shape, in Lane3 origin, in Lane3 direction, Lane near, Lane far, Lane live, int steps, float tolerance)
    {
        var t = near;
        var hit = Lane.Zero;
        live &= Vector256.LessThan(near, far);
        for (var i = 0; i < steps && !Lanes.None(live); i++)
        {
            var d = shape.Distance(origin + direction * t);
            var touched = live & Vector256.LessThan(d, t * tolerance + Vector256.Create(tolerance));
            hit |= touched;
            live = Vector256.AndNot(live, touched);
            t = Vector256.ConditionalSelect(live, t + d, t);
            live &= Vector256.LessThan(t, far);
        }

        // A ray that ran out of steps grazes an edge: it counts as a hit there, which leaves no dark fringe.
        return (t, hit | live);
    }

    /// <summary>How much of a lamp each point sees: 1 all of it, 0 none; half-shadows widen with the distance from what casts them.</summary>
    public static Lane Shadow(Shape shape, in Lane3 origin, in Lane3 direction, Lane near, Lane far, Lane live, float softness, int steps)
    {
        var light = Lane.One;
        var t = near;
        live &= Vector256.LessThan(near, far);
        for (var i = 0; i < steps && !Lanes.None(live); i++)
        {
            var d = shape.Distance(origin + direction * t);
            var seen = Lanes.Saturate(d / (t * softness) * 0.5f + Vector256.Create(0.5f));
            light = Vector256.ConditionalSelect(live, Vector256.Min(light, seen), light);
            t = Vector256.ConditionalSelect(live, t + Vector256.Min(Vector256.Max(Vector256.Abs(d) * 0.9f, Vector256.Create(0.025f)), Vector256.Create(0.22f)), t);
            live &= Vector256.LessThan(t, far) & Vector256.GreaterThan(light, Vector256.Create(0.004f));
        }

        return light * light * (Vector256.Create(3f) - light * 2f);
    }

    /// <summary>The direction in which the distance grows.</summary>
    public static Lane3 Normal(Shape shape, in Lane3 p, float step)
    {
        var h = Vector256.Create(step);
        var a = shape.Distance(new(p.X + h, p.Y - h, p.Z - h));
        var b = shape.Distance(new(p.X - h, p.Y - h, p.Z + h));
        var c = shape.Distance(new(p.X - h, p.Y + h, p.Z - h));
        var d = shape.Distance(new(p.X + h, p.Y + h, p.Z + h));
        return new Lane3(a - b - c + d, c + d - a - b, b + d - a - c).Normalised();
    }
}
