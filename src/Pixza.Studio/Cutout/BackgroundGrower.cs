namespace Pixza.Studio.Cutout;

/// <summary>Grows the background from the picture's border inward, over soft shadows, up to the product's edge, and into its holes.</summary>
internal static class BackgroundGrower
{
    /// <summary>A soft shadow changes less than this from pixel to pixel; a product's edge changes more.</summary>
    private const float SoftStep = 5;

    /// <summary>A hole is at least this share of the picture: smaller ones are highlights.</summary>
    private const double LeastHole = 0.0008;

    /// <summary>A hole is mostly no darker than this, in levels of 255.</summary>
    private const float HoleShade = 55;

    public static bool[] Grow(DifferenceField field, int width, int height)
    {
        var background = new bool[width * height];
        var queue = new Queue<int>();
        for (var x = 0; x < width; x++)
        {
            Seed(x);
            Seed((height - 1) * width + x);
        }

        for (var y = 0; y < height; y++)
        {
            Seed(y * width);
            Seed(y * width + width - 1);
        }

        while (queue.TryDequeue(out var at))
        {
            int x = at % width, y = at / width;
            if (x > 0)
                Visit(at, at - 1);
            if (x + 1 < width)
                Visit(at, at + 1);
            if (y > 0)
                Visit(at, at - width);
            if (y + 1 < height)
                Visit(at, at + width);
        }

        OpenHoles(field, background, width, height);
        return background;

        void Seed(int i)
        {
            if (background[i] || field.Distance[i] > field.Threshold)
                return;
            background[i] = true;
            queue.Enqueue(i);
        }

        void Visit(int from, int to)
        {
            if (background[to])
                return;
            var plain = field.Distance[to] <= field.Threshold;
            var softly = field.ShadowLike[to] && field.Steepness[to] < SoftStep && Math.Abs(field.Distance[to] - field.Distance[from]) < SoftStep;
            if (!plain && !softly)
                return;
            background[to] = true;
            queue.Enqueue(to);
        }
    }

    // A hole (a handle, a ring) shows the sheet itself, perhaps shaded, and ends at a hard rim. A highlight of the same colour
    // fades in over several pixels, so its rim is soft.
    private static void OpenHoles(DifferenceField field, bool[] background, int width, int height)
    {
        var alike = new bool[background.Length];
        for (var i = 0; i < alike.Length; i++)
            alike[i] = !background[i] && (field.Distance[i] <= field.Threshold * 0.8f || field.ShadowLike[i] && field.Steepness[i] < SoftStep + 4);
        var (labels, regions) = Regions.Find(alike, width, height);
        var (rim, hard, plain) = (new int[regions.Count + 1], new int[regions.Count + 1], new int[regions.Count + 1]);
        for (var y = 3; y < height - 3; y++)
        {
            for (var x = 3; x < width - 3; x++)
            {
                var i = y * width + x;
                var label = labels[i];
                if (label == 0)
                    continue;
                if (field.Distance[i] <= Math.Max(field.Threshold, HoleShade))
                    plain[label]++;
                foreach (var step in (ReadOnlySpan<int>)[1, -1, width, -width])
                {
                    if (labels[i + step] == label)
                        continue;
                    rim[label]++;
                    // Hard: three pixels on, the picture has left the sheet's colour for good.
                    if (field.Distance[i + 3 * step] > field.Threshold * 2.2f && !field.ShadowLike[i + 3 * step])
                        hard[label]++;
                }
            }
        }

        var least = background.Length * LeastHole;
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            if (label != 0 && plain[label] >= least && plain[label] > regions[label - 1].Area * 0.6 && hard[label] > rim[label] * 0.7)
                background[i] = true;
        }
    }

    /// <summary>
    /// Takes the last dark line of the contact shadow off the product's rim. Only a product that does not itself look like the
    /// sheet in shadow is peeled: a grey one on white keeps its rim.
    /// </summary>
    public static void Peel(DifferenceField field, bool[] product, int width, int height)
    {
        int area = 0, shadowy = 0;
        for (var i = 0; i < product.Length; i++)
        {
            if (!product[i])
                continue;
            area++;
            shadowy += field.ShadowLike[i] ? 1 : 0;
        }

        if (shadowy > area * 0.25)
            return;
        var rounds = Math.Max(2, Math.Min(width, height) / 110);
        var rim = new List<int>();
        for (var round = 0; round < rounds; round++)
        {
            rim.Clear();
            for (var y = 1; y < height - 1; y++)
            {
                for (var x = 1; x < width - 1; x++)
                {
                    var i = y * width + x;
                    if (product[i] && field.ShadowLike[i] && !(product[i - 1] && product[i + 1] && product[i - width] && product[i + width]))
                        rim.Add(i);
                }
            }

            if (rim.Count == 0)
                return;
            foreach (var i in rim)
                product[i] = false;
        }
    }
}
