using System.Numerics;
using System.Runtime.Intrinsics;
using Pixza.Studio.Render;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Mesh;

/// <summary>
/// Makes triangles of a distance field: one corner in each cell that the surface passes through, drawn onto the surface, and a
/// square for each grid edge that it crosses (Gibson's surface nets).
/// </summary>
internal static class SurfaceNets
{
    private const int MostCells = 84;

    /// <returns>An empty surface where the shape is empty or thinner than the grid.</returns>
    public static Surface Make(Shape shape, Bounds box, CancellationToken cancellationToken)
    {
        var grid = new Grid(shape, box, cancellationToken);
        var surface = new Surface();
        var corners = new Dictionary<int, int>();
        for (var z = 0; z < grid.Z - 1; z++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var y = 0; y < grid.Y - 1; y++)
            {
                for (var x = 0; x < grid.X - 1; x++)
                {
                    if (grid.Crossing(x, y, z) is not { } place)
                        continue;
                    corners[grid.Index(x, y, z)] = surface.Places.Count;
                    surface.Places.Add(place);
                }
            }
        }

        Settle(shape, surface, grid.Cell);
        for (var z = 1; z < grid.Z - 1; z++)
        {
            for (var y = 1; y < grid.Y - 1; y++)
            {
                for (var x = 1; x < grid.X - 1; x++)
                {
                    int here = grid.Index(x, y, z), dx = grid.Index(1, 0, 0), dy = grid.Index(0, 1, 0), dz = grid.Index(0, 0, 1);
                    var inside = grid.Values[here] < 0;
                    Square(inside, grid.Values[here + dx] < 0, here, here - dy, here - dy - dz, here - dz);
                    Square(inside, grid.Values[here + dy] < 0, here, here - dz, here - dz - dx, here - dx);
                    Square(inside, grid.Values[here + dz] < 0, here, here - dx, here - dx - dy, here - dy);
                }
            }
        }

        return surface;

        void Square(bool inside, bool next, int a, int b, int c, int d)
        {
            if (inside == next || !corners.TryGetValue(a, out var i) || !corners.TryGetValue(b, out var j) || !corners.TryGetValue(c, out var k) || !corners.TryGetValue(d, out var l))
                return;
            surface.Triangles.AddRange(inside ? [i, j, k, i, k, l] : [i, k, j, i, l, k]);
        }
    }

    // Two steps along the normal bring a corner from its cell's middle onto the surface.
    private static void Settle(Shape shape, Surface surface, float cell)
    {
        for (var start = 0; start < surface.Places.Count; start += Lanes.Count)
        {
            Vector3 At(int i) => surface.Places[Math.Min(start + i, surface.Places.Count - 1)];
            var p = new Lane3(
                Vector256.Create(At(0).X, At(1).X, At(2).X, At(3).X, At(4).X, At(5).X, At(6).X, At(7).X),
                Vector256.Create(At(0).Y, At(1).Y, At(2).Y, At(3).Y, At(4).Y, At(5).Y, At(6).Y, At(7).Y),
                Vector256.Create(At(0).Z, At(1).Z, At(2).Z, At(3).Z, At(4).Z, At(5).Z, At(6).Z, At(7).Z));
            var n = March.Normal(shape, p, cell * 0.25f);
            for (var step = 0; step < 2; step++)
            {
                var d = Vector256.Min(Vector256.Max(shape.Distance(p), Vector256.Create(-cell * 0.5f)), Vector256.Create(cell * 0.5f));
                p -= n * d;
            }

            n = March.Normal(shape, p, cell * 0.25f);
            for (var i = 0; i < Math.Min(Lanes.Count, surface.Places.Count - start); i++)
            {
                surface.Places[start + i] = p[i];
                var normal = n[i];
                surface.Normals.Add(normal.LengthSquared() is > 0.9f and < 1.1f ? Vector3.Normalize(normal) : Vector3.UnitY);
            }
        }
    }

    private sealed class Grid
    {
        private readonly Vector3 _low;

        public Grid(Shape shape, Bounds box, CancellationToken cancellationToken)
        {
            var size = box.Size;
            Cell = Math.Max(size.X, Math.Max(size.Y, size.Z)) / MostCells;
            int Count(float length) => (int)MathF.Ceiling(length / Cell) + 4;
            (X, Y, Z) = (Count(size.X), Count(size.Y), Count(size.Z));
            _low = box.Low - new Vector3(1.5f * Cell);
            Values = new float[X * Y * Z];
            var steps = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) * Cell;
            Parallel.For(0, Z, RenderGate.Options(cancellationToken), z =>
            {
                for (var y = 0; y < Y; y++)
                {
                    for (var x = 0; x < X; x += Lanes.Count)
                    {
                        var d = shape.Distance(new(Vector256.Create(_low.X + x * Cell) + steps, Vector256.Create(_low.Y + y * Cell), Vector256.Create(_low.Z + z * Cell)));
                        for (var i = 0; i < Lanes.Count && x + i < X; i++)
                            Values[Index(x + i, y, z)] = d[i];
                    }
                }
            });
        }

        public int X { get; }

        public int Y { get; }

        public int Z { get; }

        public float Cell { get; }

        public float[] Values { get; }

        public int Index(int x, int y, int z) => (z * Y + y) * X + x;

        /// <summary>The mean of the places where the cell's edges cross the surface; null when none does.</summary>
        public Vector3? Crossing(int x, int y, int z)
        {
            Span<float> v = stackalloc float[8];
            var signs = 0;
            for (var i = 0; i < 8; i++)
            {
                v[i] = Values[Index(x + (i & 1), y + (i >> 1 & 1), z + (i >> 2))];
                signs |= v[i] < 0 ? 1 << i : 0;
            }

            if (signs is 0 or 255)
                return null;
            var sum = Vector3.Zero;
            var count = 0;
            for (var i = 0; i < 8; i++)
            {
                for (var axis = 1; axis < 8; axis <<= 1)
                {
                    var j = i | axis;
                    if (j == i || v[i] < 0 == v[j] < 0)
                        continue;
                    var t = v[i] / (v[i] - v[j]);
                    sum += Vector3.Lerp(Corner(i), Corner(j), t);
                    count++;
                }
            }

            return _low + (new Vector3(x, y, z) + sum / count) * Cell;

            static Vector3 Corner(int i) => new(i & 1, i >> 1 & 1, i >> 2);
        }
    }
}
