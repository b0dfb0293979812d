using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pixza.Studio.Scene.Shapes;

/// <summary>Eight points or directions at once.</summary>
internal readonly struct Lane3(Lane x, Lane y, Lane z)
{
    public readonly Lane X = x;
    public readonly Lane Y = y;
    public readonly Lane Z = z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane3 Of(Vector3 v) => new(Vector256.Create(v.X), Vector256.Create(v.Y), Vector256.Create(v.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane3 operator +(in Lane3 a, in Lane3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane3 operator -(in Lane3 a, in Lane3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane3 operator *(in Lane3 a, Lane s) => new(a.X * s, a.Y * s, a.Z * s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Dot(in Lane3 a, in Lane3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public Lane Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Sqrt(Dot(this, this));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lane3 Normalised() => this * (Lane.One / Vector256.Max(Length, Vector256.Create(1e-9f)));

    /// <summary>The point of one lane.</summary>
    public Vector3 this[int lane] => new(X[lane], Y[lane], Z[lane]);
}

/// <summary>Arithmetic on eight floats that the framework does not name.</summary>
internal static class Lanes
{
    public const int Count = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Length2(Lane x, Lane y) => Vector256.Sqrt(x * x + y * y);

    /// <summary>The smaller of two, with the crease between them rounded over <paramref name="k"/> units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane SmoothMin(Lane a, Lane b, float k)
    {
        var h = Vector256.Max(Vector256.Create(k) - Vector256.Abs(a - b), Lane.Zero);
        return Vector256.Min(a, b) - h * h * (0.25f / k);
    }

    /// <summary>The larger of two, with the edge between them rounded over <paramref name="k"/> units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane SmoothMax(Lane a, Lane b, float k) => -SmoothMin(-a, -b, k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Saturate(Lane a) => Vector256.Min(Vector256.Max(a, Lane.Zero), Lane.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool None(Lane mask) => Vector256.ExtractMostSignificantBits(mask) == 0;
}
