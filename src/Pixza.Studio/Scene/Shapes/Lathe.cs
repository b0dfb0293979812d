using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pixza.Studio.Scene.Shapes;

/// <summary>
/// What a lathe turns: a solid of revolution whose radius follows a smooth curve over eight radii from bottom to top.
/// The curve is a uniform cubic B-spline, so its curvature is continuous and highlights run over it without a kink.
/// </summary>
internal sealed class Lathe : Shape
{
    private readonly Lane _radii;
    private readonly float _bottom;
    private readonly float _height;
    private readonly float _rounding;
    private readonly float _caution;

    /// <param name="radii">Eight radii, evenly spaced from bottom to top.</param>
    public Lathe(float bottom, float top, float rounding, params ReadOnlySpan<float> radii)
    {
        if (radii.Length != Lanes.Count)
            throw new ArgumentException("A lathe takes eight radii.", nameof(radii));
        (_radii, _bottom, _height, _rounding) = (Vector256.Create(radii), bottom, top - bottom, rounding);
        var steepest = 0f;
        for (var i = 1; i < radii.Length; i++)
            steepest = Math.Max(steepest, Math.Abs(radii[i] - radii[i - 1]) * (Lanes.Count - 1) / _height);
        // The distance to a slope is shorter than the difference of radii, by the slope's cosine.
        _caution = 1 / MathF.Sqrt(1 + steepest * steepest);
    }

    public override Lane Distance(in Lane3 p)
    {
        var along = (p.Y - Vector256.Create(_bottom)) * ((Lanes.Count - 1) / _height);
        along = Vector256.Min(Vector256.Max(along, Lane.Zero), Vector256.Create(Lanes.Count - 1 - 0.001f));
        var whole = Vector256.Floor(along);
        var t = along - whole;
        var at = Vector256.ConvertToInt32(whole);
        var u = Lane.One - t;
        var t2 = t * t;
        var t3 = t2 * t;
        var radius = (Knot(at - Vector256<int>.One) * (u * u * u)
            + Knot(at) * (t3 * 3f - t2 * 6f + Vector256.Create(4f))
            + Knot(at + Vector256<int>.One) * (Vector256.Create(1f) + (t + t2 - t3) * 3f)
            + Knot(at + Vector256.Create(2)) * t3) * (1 / 6f);
        var side = (Lanes.Length2(p.X, p.Z) - radius) * _caution;
        var ends = Vector256.Abs(p.Y - Vector256.Create(_bottom + _height / 2)) - Vector256.Create(_height / 2);
        return Lanes.SmoothMax(side, ends, _rounding);
    }

    private Lane Knot(Vector256<int> index)
    {
        index = Vector256.Min(Vector256.Max(index, Vector256<int>.Zero), Vector256.Create(Lanes.Count - 1));
        return Avx2.IsSupported ? Avx2.PermuteVar8x32(_radii, index) : Vector256.Shuffle(_radii, index);
    }
}
