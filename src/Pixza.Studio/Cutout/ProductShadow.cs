using System.Numerics;
using Pixza.Studio.Media;
using Pixza.Studio.Render;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Cutout;

/// <summary>
/// A cut product as the ground sees it: a card that stands at z = 0 and faces the camera. Its shadow is the card's, softer the
/// further it falls; close to the foot it is dark for want of light from all round; and smooth ground mirrors it.
/// </summary>
internal sealed class ProductShadow : IStandIn
{
    private const int Levels = 5;
    private readonly Vector4[][] _levels = new Vector4[Levels][];
    private readonly int _width, _height;
    private readonly float _perUnit, _middle;
    private readonly float[] _gap;
    private readonly Lighting _lighting;
    private readonly float _depth;

    /// <param name="product">The product alone, with its alpha.</param>
    /// <param name="unitPixels">Pixels of the product in one unit of the set.</param>
    public ProductShadow(Picture product, float unitPixels, Lighting lighting)
    {
        _lighting = lighting;
        var shrink = Math.Min(1f, 200f / Math.Max(product.Width, product.Height));
        (_width, _height) = (Math.Max(2, (int)(product.Width * shrink)), Math.Max(2, (int)(product.Height * shrink)));
        var small = Scaling.Shrink(product, null, 0, 0, product.Width, product.Height, _width, _height);
        _perUnit = unitPixels * _width / product.Width;
        _middle = _width / 2f;
        _depth = Math.Clamp(_width / _perUnit * 0.22f, 0.05f, 0.4f);
        var sharp = _levels[0] = new Vector4[_width * _height];
        for (var i = 0; i < sharp.Length; i++)
        {
            var p = small.Pixels.AsSpan(i * 4, 4);
            var a = p[3] / 255f;
            sharp[i] = new(Colour.ToLinear(p[0] / 255f) * a, Colour.ToLinear(p[1] / 255f) * a, Colour.ToLinear(p[2] / 255f) * a, a);
        }

        for (var level = 1; level < Levels; level++)
            _levels[level] = Blurred(_levels[level - 1], _width, _height, 1 << level);
        _gap = Gaps(sharp);
    }

    public (float Lamp, float Open) Shade(Vector3 ground)
    {
        var lamp = 1f;
        var l = _lighting.ToKey;
        // A card has no thickness: the ground between its back and front counts as under it.
        var behind = MathF.Abs(l.Z) < 0.12f ? MathF.CopySign(0.12f, l.Z) : l.Z;
        var s = -ground.Z / behind;
        if (s > 0)
            lamp = 1 - 0.92f * Sample(ground.X + l.X * s, l.Y * s, s * _lighting.Softness * 0.55f + 0.02f).W;
        var column = (ground.X * _perUnit) + _middle;
        var gap = column < 0 || column > _width - 1 ? 9 : _gap[(int)column];
        var across = ground.Z / _depth;
        var tight = MathF.Exp(-gap * 16) * MathF.Exp(-across * across * 2.2f);
        var wide = Sample(ground.X, 0.3f, 0.5f).W * MathF.Exp(-across * across * 0.28f);
        var open = 1 - 0.74f * tight - 0.4f * wide * (1 - tight);
        return (Math.Min(lamp, 1 - 0.85f * tight), open);
    }

    public (Vector3 Colour, float Share) Mirrored(Vector3 ground, Vector3 direction)
    {
        if (direction.Z > -1e-3f || ground.Z < 0)
            return default;
        var s = -ground.Z / direction.Z;
        var c = Sample(ground.X + direction.X * s, direction.Y * s, s * 0.06f);
        return c.W < 0.004f ? default : (new Vector3(c.X, c.Y, c.Z) / c.W, c.W * MathF.Exp(-s * 0.5f));
    }

    /// <param name="blur">Radius in units.</param>
    private Vector4 Sample(float x, float y, float blur)
    {
        float u = x * _perUnit + _middle - 0.5f, v = _height - y * _perUnit - 0.5f;
        var level = Math.Clamp(MathF.Log2(Math.Max(1, blur * _perUnit)), 0, Levels - 1.001f);
        var low = (int)level;
        return Vector4.Lerp(At(low, u, v), At(low + 1, u, v), level - low);
    }

    private Vector4 At(int level, float u, float v)
    {
        int x = (int)MathF.Floor(u), y = (int)MathF.Floor(v);
        var map = _levels[level];
        Vector4 Texel(int tx, int ty) => tx < 0 || ty < 0 || tx >= _width ? default : map[Math.Min(ty, _height - 1) * _width + tx];
        return Vector4.Lerp(Vector4.Lerp(Texel(x, y), Texel(x + 1, y), u - x), Vector4.Lerp(Texel(x, y + 1), Texel(x + 1, y + 1), u - x), v - y);
    }

    /// <summary>For each column how far its lowest pixel is above the foot, in units.</summary>
    private float[] Gaps(Vector4[] sharp)
    {
        var gaps = new float[_width];
        for (var x = 0; x < _width; x++)
        {
            var y = _height - 1;
            while (y >= 0 && sharp[y * _width + x].W < 0.5f)
                y--;
            gaps[x] = y < 0 ? 9 : (_height - 1 - y) / _perUnit;
        }

        // The rim of the contact is soft: a column takes a share of its neighbours' gaps.
        var reach = Math.Max(1, (int)(_perUnit * 0.035f));
        return [.. gaps.Select((_, x) => Enumerable.Range(-reach, 2 * reach + 1).Average(d => Math.Min(0.5f, gaps[Math.Clamp(x + d, 0, _width - 1)])))];
    }

    private static Vector4[] Blurred(Vector4[] map, int width, int height, int radius) =>
        Pass(Pass(map, width, height, radius, 1, width), height, width, radius, width, 1);

    // A running mean along one axis. Below the last row the foot goes on, so that a shadow does not fade where the product stands.
    private static Vector4[] Pass(Vector4[] map, int length, int lines, int radius, int step, int stride)
    {
        var blurred = new Vector4[map.Length];
        for (var line = 0; line < lines; line++)
        {
            for (var i = 0; i < length; i++)
            {
                var sum = Vector4.Zero;
                for (var d = -radius; d <= radius; d++)
                {
                    var at = i + d;
                    if (at >= length && step != 1)
                        at = length - 1;
                    if (at >= 0 && at < length)
                        sum += map[line * stride + at * step];
                }

                blurred[line * stride + i * step] = sum / (2 * radius + 1);
            }
        }

        return blurred;
    }
}
