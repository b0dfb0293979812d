using System.Numerics;

namespace Pixza.Studio.Render;

/// <summary>A part of a picture, in pixels.</summary>
internal readonly record struct Window(int Left, int Top, int Width, int Height)
{
    /// <summary>The part in which a box and its nearer surroundings are seen.</summary>
    public static Window Around(Bounds box, Camera camera)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        for (var corner = 0; corner < 8; corner++)
        {
            var p = new Vector3((corner & 1) == 0 ? box.Low.X : box.High.X, (corner & 2) == 0 ? box.Low.Y : box.High.Y, (corner & 4) == 0 ? box.Low.Z : box.High.Z);
            if (camera.Project(p - camera.Origin) is not { } at)
                return new(0, 0, camera.Width, camera.Height);
            (low, high) = (Vector2.Min(low, at), Vector2.Max(high, at));
        }

        int left = Math.Clamp((int)low.X - 2, 0, camera.Width - 1), top = Math.Clamp((int)low.Y - 2, 0, camera.Height - 1);
        return new(left, top, Math.Clamp((int)high.X + 3 - left, 1, camera.Width - left), Math.Clamp((int)high.Y + 3 - top, 1, camera.Height - top));
    }
}
