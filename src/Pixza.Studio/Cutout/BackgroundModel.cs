using System.Numerics;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>
/// What the picture would be without the product: a colour that changes slowly over the picture (a lit sheet of paper), fitted
/// to the pixels along the border, of which those that the product touches are left out.
/// </summary>
internal sealed class BackgroundModel
{
    private const int Terms = 6;
    private readonly Vector3[] _weights;
    private readonly float _perX, _perY;

    private BackgroundModel(Vector3[] weights, float perX, float perY, float noise, float agreement) =>
        (_weights, _perX, _perY, Noise, Agreement) = (weights, perX, perY, noise, agreement);

    /// <summary>How far the border's pixels typically are from the model, in levels of 255.</summary>
    public float Noise { get; }

    /// <summary>The share of the border that the model explains, 0..1.</summary>
    public float Agreement { get; }

    /// <summary>The expected colour at a pixel, in levels of 255.</summary>
    public Vector3 At(int x, int y)
    {
        Span<float> basis = stackalloc float[Terms];
        Basis(x * _perX - 1, y * _perY - 1, basis);
        var sum = Vector3.Zero;
        for (var i = 0; i < Terms; i++)
            sum += _weights[i] * basis[i];
        return Vector3.Clamp(sum, Vector3.Zero, new(255));
    }

    public static BackgroundModel Fit(Picture picture)
    {
        float perX = 2f / Math.Max(1, picture.Width - 1), perY = 2f / Math.Max(1, picture.Height - 1);
        var border = Border(picture);
        // Begins with the border's median colour, then lets the fit bend while outliers fall away.
        var median = new Vector3(Median(border, c => c.X), Median(border, c => c.Y), Median(border, c => c.Z));
        var model = new BackgroundModel([median, default, default, default, default, default], perX, perY, 12, 1);
        foreach (var reach in (ReadOnlySpan<float>)[60, 34, 22, 16])
        {
            var near = border.Where(s => Vector3.Distance(s.Colour, model.At(s.X, s.Y)) < reach).ToList();
            if (near.Count < border.Count / 5)
                break;
            var weights = Solve(near, perX, perY);
            var trial = new BackgroundModel(weights, perX, perY, 0, 0);
            var errors = near.Select(s => Vector3.Distance(s.Colour, trial.At(s.X, s.Y))).Order().ToArray();
            model = new(weights, perX, perY, Math.Clamp(errors[errors.Length / 2] * 1.4f, 0.7f, 14), (float)near.Count / border.Count);
        }

        return model;
    }

    private readonly record struct Sample(int X, int Y, Vector3 Colour);

    private static List<Sample> Border(Picture picture)
    {
        var (w, h) = (picture.Width, picture.Height);
        var band = Math.Max(1, Math.Min(w, h) / 60);
        // A few thousand samples say as much as all.
        var stride = Math.Max(1, (w + h) * band / 2500);
        var samples = new List<Sample>();
        var count = 0;
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                if (x >= band && x < w - band && y >= band && y < h - band)
                    x = w - band;
                if (count++ % stride == 0)
                    samples.Add(new(x, y, Colour(picture, x, y)));
            }
        }

        return samples;
    }

    public static Vector3 Colour(Picture picture, int x, int y)
    {
        var p = picture.Pixels.AsSpan((y * picture.Width + x) * 4, 3);
        return new(p[0], p[1], p[2]);
    }

    private static float Median(List<Sample> samples, Func<Vector3, float> channel)
    {
        var values = samples.Select(s => channel(s.Colour)).Order().ToArray();
        return values[values.Length / 2];
    }

    private static void Basis(float u, float v, Span<float> basis) =>
        (basis[0], basis[1], basis[2], basis[3], basis[4], basis[5]) = (1, u, v, u * u, u * v, v * v);

    // Least squares by the normal equations; the small ridge keeps the bend out of what few samples do not support.
    private static Vector3[] Solve(List<Sample> samples, float perX, float perY)
    {
        var m = new double[Terms, Terms];
        var r = new double[Terms, 3];
        Span<float> basis = stackalloc float[Terms];
        foreach (var s in samples)
        {
            Basis(s.X * perX - 1, s.Y * perY - 1, basis);
            for (var i = 0; i < Terms; i++)
            {
                for (var j = 0; j < Terms; j++)
                    m[i, j] += basis[i] * basis[j];
                for (var c = 0; c < 3; c++)
                    r[i, c] += basis[i] * s.Colour[c];
            }
        }

        for (var i = 1; i < Terms; i++)
            m[i, i] += samples.Count * 0.002;
        for (var i = 0; i < Terms; i++)
        {
            for (var row = i + 1; row < Terms; row++)
            {
                var factor = m[row, i] / m[i, i];
                for (var j = i; j < Terms; j++)
                    m[row, j] -= factor * m[i, j];
                for (var c = 0; c < 3; c++)
                    r[row, c] -= factor * r[i, c];
            }
        }

        var weights = new Vector3[Terms];
        for (var i = Terms - 1; i >= 0; i--)
        {
            for (var c = 0; c < 3; c++)
            {
                var value = r[i, c];
                for (var j = i + 1; j < Terms; j++)
                    value -= m[i, j] * weights[j][c];
                weights[i][c] = (float)(value / m[i, i]);
            }
        }

        return weights;
    }
}
