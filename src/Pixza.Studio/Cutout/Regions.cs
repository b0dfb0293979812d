namespace Pixza.Studio.Cutout;

/// <summary>Connected areas of a grid.</summary>
internal static class Regions
{
    /// <summary>Numbers the connected areas of the cells that are set, from 1 on; 0 elsewhere.</summary>
    public static (int[] Labels, List<Region> Regions) Find(bool[] cells, int width, int height)
    {
        var labels = new int[cells.Length];
        var regions = new List<Region>();
        var queue = new Queue<int>();
        for (var start = 0; start < cells.Length; start++)
        {
            if (!cells[start] || labels[start] != 0)
                continue;
            var region = new Region(regions.Count + 1);
            labels[start] = region.Number;
            queue.Enqueue(start);
            while (queue.TryDequeue(out var at))
            {
                int x = at % width, y = at / width;
                region.Add(x, y, width, height);
                if (x > 0)
                    Visit(at - 1);
                if (x + 1 < width)
                    Visit(at + 1);
                if (y > 0)
                    Visit(at - width);
                if (y + 1 < height)
                    Visit(at + width);
            }

            regions.Add(region);

            void Visit(int next)
            {
                if (!cells[next] || labels[next] != 0)
                    return;
                labels[next] = region.Number;
                queue.Enqueue(next);
            }
        }

        return (labels, regions);
    }
}

/// <summary>One connected area.</summary>
internal sealed class Region(int number)
{
    public int Number { get; } = number;

    /// <summary>In cells.</summary>
    public int Area { get; private set; }

    public bool TouchesBorder { get; private set; }

    public int Left { get; private set; } = int.MaxValue;

    public int Top { get; private set; } = int.MaxValue;

    public int Right { get; private set; } = -1;

    public int Bottom { get; private set; } = -1;

    public void Add(int x, int y, int width, int height)
    {
        Area++;
        TouchesBorder |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
        (Left, Top, Right, Bottom) = (Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x), Math.Max(Bottom, y));
    }
}
