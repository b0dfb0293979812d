using System.Numerics;
using System.Runtime.Intrinsics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Render;

/// <summary>
/// Takes the picture: one ray for each pixel, then three more for the pixels in which two things meet.
/// The result depends on the set and the size alone, not on the number of threads.
/// </summary>
internal static class Renderer
{
    private static readonly (float X, float Y)[] Extra = [(0.125f, 0.625f), (0.625f, 0.875f), (0.875f, 0.375f), (0.375f, 0.125f)];

    /// <param name="smooth">Whether edges get their extra rays.</param>
    /// <param name="window">The part of the picture to render; null for all of it. The rest stays black.</param>
    /// <param name="standIn">What stands on the ground without being built, or null.</param>
    public static LightMap Render(
        Set set, Camera camera, Plate plate, bool smooth, IProgress<double>? progress, CancellationToken cancellationToken, IStandIn? standIn = null, Window? window = null)
    {
        var seen = window ?? new(0, 0, camera.Width, camera.Height);
        var tracer = new Tracer(set, camera, plate, standIn);
        var map = new LightMap(camera.Width, camera.Height);
        var keys = new byte[map.Pixels.Length];
        var depths = smooth ? new float[map.Pixels.Length] : [];
        var options = RenderGate.Options(cancellationToken);
        var rowsDone = 0;
        const int Band = 4;
        Parallel.For(0, (seen.Height + Band - 1) / Band, options, band =>
        {
            for (var y = band * Band; y < Math.Min(seen.Height, (band + 1) * Band); y += 2)
                Pair(tracer, map, keys, depths, seen.Top + y, seen);
            var done = Interlocked.Add(ref rowsDone, Band);
            if (done / Band % 16 == 0)
                progress?.Report(Math.Min(0.85, 0.85 * done / seen.Height));
        });
        if (smooth)
            Parallel.For(seen.Top, seen.Top + seen.Height, options, y => Smooth(tracer, map, keys, depths, y, seen));
        return map;
    }

    // Eight rays cover a block of four by two pixels: neighbours take like paths, so few lanes idle.
    private static void Pair(Tracer tracer, LightMap map, byte[] keys, float[] depths, int y, Window window)
    {
        Span<Vector3> colours = stackalloc Vector3[Lanes.Count];
        Span<int> seen = stackalloc int[Lanes.Count];
        Span<float> far = stackalloc float[Lanes.Count];
        var stepX = Vector256.Create(0.5f, 1.5f, 2.5f, 3.5f, 0.5f, 1.5f, 2.5f, 3.5f);
        var stepY = Vector256.Create(0.5f, 0.5f, 0.5f, 0.5f, 1.5f, 1.5f, 1.5f, 1.5f);
        for (var x = window.Left; x < window.Left + window.Width; x += 4)
        {
            tracer.Trace(Vector256.Create((float)x) + stepX, Vector256.Create((float)y) + stepY, colours, seen, far);
            for (var i = 0; i < Lanes.Count; i++)
            {
                int px = x + (i & 3), py = y + (i >> 2);
                if (px >= map.Width || py >= map.Height)
                    continue;
                var at = py * map.Width + px;
                map.Pixels[at] = colours[i];
                keys[at] = (byte)seen[i];
                if (depths.Length > 0)
                    depths[at] = far[i];
            }
        }
    }

    private static void Smooth(Tracer tracer, LightMap map, byte[] keys, float[] depths, int y, Window window)
    {
        Span<Vector3> colours = stackalloc Vector3[Lanes.Count];
        Span<int> seen = stackalloc int[Lanes.Count];
        Span<float> far = stackalloc float[Lanes.Count];
        Span<float> xs = stackalloc float[Lanes.Count];
        Span<float> ys = stackalloc float[Lanes.Count];
        // Two pixels with four rays each fill the eight lanes.
        var waiting = -1;
        for (var x = window.Left; x < window.Left + window.Width; x++)
        {
            if (!IsEdge(map, keys, depths, x, y))
                continue;
            if (waiting < 0)
            {
                waiting = x;
                continue;
            }

            Shoot(tracer, map, colours, seen, far, xs, ys, waiting, x, y);
            waiting = -1;
        }

        if (waiting >= 0)
            Shoot(tracer, map, colours, seen, far, xs, ys, waiting, waiting, y);
    }

    private static void Shoot(
        Tracer tracer, LightMap map, Span<Vector3> colours, Span<int> seen, Span<float> far, Span<float> xs, Span<float> ys, int a, int b, int y)
    {
        for (var i = 0; i < Lanes.Count; i++)
            (xs[i], ys[i]) = ((i < 4 ? a : b) + Extra[i & 3].X, y + Extra[i & 3].Y);
        tracer.Trace(Vector256.Create<float>(xs), Vector256.Create<float>(ys), colours, seen, far);
        map.Pixels[y * map.Width + a] = Mean(colours[..4]);
        map.Pixels[y * map.Width + b] = Mean(colours[4..]);
    }

    // Averaged as the eye and the tone curve see it: one very bright ray must not make a jagged white pixel.
    private static Vector3 Mean(ReadOnlySpan<Vector3> colours)
    {
        var sum = Vector3.Zero;
        foreach (var c in colours)
            sum += c / (Vector3.One + c);
        sum /= colours.Length;
        return sum / Vector3.Max(Vector3.One - sum, new Vector3(0.001f));
    }

    private static bool IsEdge(LightMap map, byte[] keys, float[] depths, int x, int y)
    {
        var at = y * map.Width + x;
        var inside = keys[at] >= 2;
        var edge = false;
        if (x > 0)
            edge |= Differs(at - 1);
        if (x + 1 < map.Width)
            edge |= Differs(at + 1);
        if (y > 0)
            edge |= Differs(at - map.Width);
        if (y + 1 < map.Height)
            edge |= Differs(at + map.Width);
        return edge;

        bool Differs(int other) =>
            keys[at] != keys[other]
            || inside && (MathF.Abs(depths[at] - depths[other]) > 0.01f * depths[at] || Contrast(map.Pixels[at], pixelOther: other) > 0.35f);

        float Contrast(Vector3 c, int pixelOther)
        {
            float a = Scene.Colour.Luminance(c), b = keys[pixelOther] >= 2 ? Scene.Colour.Luminance(map.Pixels[pixelOther]) : a;
            return MathF.Abs(a - b) / (0.25f + Math.Max(a, b));
        }
    }
}
