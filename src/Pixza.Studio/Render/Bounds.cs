using System.Numerics;
using System.Runtime.Intrinsics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Render;

/// <summary>The box that holds a shape.</summary>
internal readonly record struct Bounds(Vector3 Low, Vector3 High)
{
    private const float Reach = 3.2f;
    private const int Rays = 72;

    public Vector3 Size => High - Low;

    public Bounds Grown(float by) => new(Low - new Vector3(by), High + new Vector3(by));

    /// <summary>Feels for the shape with rays from six sides, in the space that subjects are built in; null when nothing is there.</summary>
    /// <remarks>Distances may be under-estimated, so the distance alone would make the box too large.</remarks>
    public static Bounds? Of(Shape shape)
    {
        Span<float> reach = stackalloc float[6];
        for (var side = 0; side < 6; side++)
            reach[side] = Feel(shape, side / 2, side % 2 == 0 ? 1 : -1);
        return reach[0] == float.MaxValue ? null : new(new(reach[0], reach[2], reach[4]), new(-reach[1], -reach[3], -reach[5]));
    }

    /// <summary>The least coordinate, times <paramref name="sign"/>, that the shape has along an axis.</summary>
    private static float Feel(Shape shape, int axis, float sign)
    {
        const float Cell = 2 * Reach / Rays;
        var steps = (Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) + Vector256.Create(0.5f)) * Cell - Vector256.Create(Reach);
        var start = Vector256.Create(-Reach * sign);
        var forward = Lane3.Of(axis switch { 0 => Vector3.UnitX, 1 => Vector3.UnitY, _ => Vector3.UnitZ } * sign);
        var nearest = Vector256.Create(float.MaxValue);
        for (var row = 0; row < Rays; row++)
        {
            var v = Vector256.Create((row + 0.5f) * Cell - Reach);
            for (var column = 0; column < Rays; column += Lanes.Count)
            {
                var u = steps + Vector256.Create(column * Cell);
                var origin = axis switch { 0 => new Lane3(start, u, v), 1 => new Lane3(u, start, v), _ => new Lane3(u, v, start) };
                // Only what could still reach further out than what was felt so far is walked to.
                var far = Vector256.Min(nearest, Vector256.Create(2 * Reach));
                var (t, hit) = March.Along(shape, origin, forward, Lane.Zero, far, Lane.AllBitsSet, 64, 0.004f);
                var least = Vector256.ConditionalSelect(hit & Vector256.LessThan(t, far), t, Vector256.Create(float.MaxValue));
                for (var lane = 0; lane < Lanes.Count; lane++)
                    nearest = Vector256.Min(nearest, Vector256.Create(least[lane]));
            }
        }

        return nearest[0] == float.MaxValue ? float.MaxValue : nearest[0] - Reach;
    }

    /// <summary>Where eight rays enter and leave the box; they miss it where the first is not the smaller.</summary>
    public (Lane Near, Lane Far) Clip(in Lane3 origin, in Lane3 direction)
    {
        static (Lane, Lane) Slab(Lane o, Lane d, float low, float high)
        {
            var safe = Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(d), Vector256.Create(1e-7f)), Vector256.Create(1e-7f), d);
            var (a, b) = ((Vector256.Create(low) - o) / safe, (Vector256.Create(high) - o) / safe);
            return (Vector256.Min(a, b), Vector256.Max(a, b));
        }

        var (nx, fx) = Slab(origin.X, direction.X, Low.X, High.X);
        var (ny, fy) = Slab(origin.Y, direction.Y, Low.Y, High.Y);
        var (nz, fz) = Slab(origin.Z, direction.Z, Low.Z, High.Z);
        return (Vector256.Max(Vector256.Max(nx, ny), Vector256.Max(nz, Lane.Zero)), Vector256.Min(Vector256.Min(fx, fy), fz));
    }
}
