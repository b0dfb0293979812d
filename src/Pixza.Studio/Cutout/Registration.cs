using System.Numerics;
using Pixza.Studio.Media;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Cutout;

/// <summary>Finds where in another picture a product is, and how large: the place where most of its pixels agree.</summary>
/// <param name="Scale">Pixels of the other picture in one of the product's.</param>
/// <param name="X">Left of the product's box in the other picture.</param>
internal sealed record Registration(double Scale, double X, double Y)
{
    private const int Coarse = 128;

    public static Registration Find(CutProduct product, Picture other, CancellationToken cancellationToken)
    {
        // The common cases cost nothing: not moved at all, or the plain background stayed plain.
        var guesses = new List<Registration>();
        if (other.Width == product.Picture.Width && other.Height == product.Picture.Height)
            guesses.Add(new(1, product.Left, product.Top));
        if (ProductCutter.Cut(other, cancellationToken) is { } cut)
            guesses.Add(new(Math.Sqrt((double)cut.Width * cut.Height / ((double)product.Width * product.Height)), cut.Left, cut.Top));
        var probes = Probes(product);
        foreach (var guess in guesses)
        {
            if (Cost(probes, product, other, guess) < 14)
                return Refine(probes, product, other, guess, cancellationToken);
        }

        var best = guesses.Append(Search(probes, product, other, cancellationToken)).MinBy(r => Cost(probes, product, other, r))!;
        return Refine(probes, product, other, best, cancellationToken);
    }

    private readonly record struct Probe(double U, double V, Vector3 Colour);

    /// <summary>Places of the product, and what is there, averaged over a small square.</summary>
    private static Probe[] Probes(CutProduct product)
    {
        var seeded = new Seeded(1);
        var probes = new List<Probe>();
        for (var tries = 0; tries < 6000 && probes.Count < 260; tries++)
        {
            int x = product.Left + seeded.Below(product.Width), y = product.Top + seeded.Below(product.Height);
            if (product.Alpha[y * product.Picture.Width + x] == 255)
                probes.Add(new(x - product.Left + 0.5, y - product.Top + 0.5, BackgroundModel.Colour(product.Picture, x, y)));
        }

        return [.. probes];
    }

    private static double Cost(Probe[] probes, CutProduct product, Picture other, Registration at)
    {
        double sum = 0;
        foreach (var probe in probes)
        {
            double x = at.X + probe.U * at.Scale, y = at.Y + probe.V * at.Scale;
            sum += x < 0 || y < 0 || x >= other.Width || y >= other.Height
                ? 160
                : Math.Min(160, Vector3.Distance(probe.Colour, BackgroundModel.Colour(other, (int)x, (int)y)));
        }

        return probes.Length == 0 ? 0 : sum / probes.Length;
    }

    private static Registration Search(Probe[] probes, CutProduct product, Picture other, CancellationToken cancellationToken)
    {
        var shrink = Math.Min(1.0, (double)Coarse / Math.Max(other.Width, other.Height));
        var small = Scaling.Shrink(other, null, 0, 0, other.Width, other.Height, Math.Max(1, (int)(other.Width * shrink)), Math.Max(1, (int)(other.Height * shrink)));
        var largest = Math.Min((double)small.Width / product.Width, (double)small.Height / product.Height);
        var best = new Registration(largest, 0, 0);
        var least = double.MaxValue;
        for (var scale = largest; scale > largest * 0.18; scale *= 0.92)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var y = 0.0; y <= small.Height - product.Height * scale + 1; y += 2)
            {
                for (var x = 0.0; x <= small.Width - product.Width * scale + 1; x += 2)
                {
                    var at = new Registration(scale, x, y);
                    // A tiny copy fits anywhere by chance, so smaller ones must fit better.
                    var cost = Cost(probes, product, small, at) + 6 * Math.Log(largest / scale);
                    if (cost < least)
                        (best, least) = (at, cost);
                }
            }
        }

        return new(best.Scale / shrink, best.X / shrink, best.Y / shrink);
    }

    private static Registration Refine(Probe[] probes, CutProduct product, Picture other, Registration from, CancellationToken cancellationToken)
    {
        var (best, least) = (from, Cost(probes, product, other, from));
        for (var step = Math.Max(other.Width, other.Height) / (double)Coarse; step >= 0.5 && least > 0.5; step /= 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var improved = true; improved;)
            {
                improved = false;
                var grow = step / Math.Max(product.Width, product.Height);
                foreach (var trial in new Registration[]
                {
                    best with { X = best.X - step }, best with { X = best.X + step }, best with { Y = best.Y - step }, best with { Y = best.Y + step },
                    best with { Scale = best.Scale + grow }, best with { Scale = best.Scale - grow },
                    new(best.Scale + grow, best.X - step / 2, best.Y - step / 2), new(best.Scale - grow, best.X + step / 2, best.Y + step / 2),
                })
                {
                    var cost = trial.Scale <= 0 ? double.MaxValue : Cost(probes, product, other, trial);
                    if (cost < least - 1e-9)
                        (best, least, improved) = (trial, cost, true);
                }
            }
        }

        return best;
    }
}
