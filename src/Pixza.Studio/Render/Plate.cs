using System.Numerics;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>The part of the backdrop that the camera sees, painted once and out of focus.</summary>
internal sealed class Plate
{
    private readonly int _width, _height;
    private readonly Vector3[] _pixels;
    private readonly float _perX, _perY;

    /// <param name="longest">Pixels along the longer side; the backdrop is soft, so few do.</param>
    public Plate(Backdrop backdrop, Camera camera, int longest, CancellationToken cancellationToken)
    {
        var scale = Math.Min(1f, longest / (float)Math.Max(camera.Width, camera.Height));
        _width = Math.Max(2, (int)(camera.Width * scale));
        _height = Math.Max(2, (int)(camera.Height * scale));
        (_perX, _perY) = ((float)_width / camera.Width, (float)_height / camera.Height);
        _pixels = new Vector3[_width * _height];
        var options = RenderGate.Options(cancellationToken);
        Parallel.For(0, _height, options, y =>
        {
            for (var x = 0; x < _width; x++)
                _pixels[y * _width + x] = backdrop.Light(camera.Ray((x + 0.5f) / _perX, (y + 0.5f) / _perY));
        });
        foreach (var bokeh in backdrop.Bokeh)
            Splat(bokeh, camera);
    }

    public Vector3 At(float px, float py)
    {
        float x = Math.Clamp(px * _perX - 0.5f, 0, _width - 1.001f), y = Math.Clamp(py * _perY - 0.5f, 0, _height - 1.001f);
        int x0 = (int)x, y0 = (int)y, i = y0 * _width + x0;
        return Vector3.Lerp(Vector3.Lerp(_pixels[i], _pixels[i + 1], x - x0), Vector3.Lerp(_pixels[i + _width], _pixels[i + _width + 1], x - x0), y - y0);
    }

    private void Splat(Bokeh bokeh, Camera camera)
    {
        if (camera.Project(bokeh.Direction) is not { } at)
            return;
        float cx = at.X * _perX, cy = at.Y * _perY, r = bokeh.Radius * camera.Focal * _perX;
        for (var y = Math.Max(0, (int)(cy - r - 1)); y <= Math.Min(_height - 1, (int)(cy + r + 1)); y++)
        {
            for (var x = Math.Max(0, (int)(cx - r - 1)); x <= Math.Min(_width - 1, (int)(cx + r + 1)); x++)
            {
                // A lens draws a lamp as a disc that is a little brighter at its rim.
                var d = MathF.Sqrt((x + 0.5f - cx) * (x + 0.5f - cx) + (y + 0.5f - cy) * (y + 0.5f - cy)) / r;
                var disc = Grains.Smooth(1, 0.86f, d) * (0.62f + 0.38f * d * d);
                _pixels[y * _width + x] += bokeh.Colour * disc * 0.55f;
            }
        }
    }
}
