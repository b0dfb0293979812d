using Pixza.Studio.Render;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Video;

/// <summary>The subject turns to one side and the other while the camera rests; what does not move is rendered once.</summary>
internal sealed class SubjectFilm : FrameSource
{
    private const int MostPixels = 200_000;
    private const double SwingDegrees = 38;
    private readonly Set _set;
    private readonly Camera _camera;
    private readonly Plate _plate;
    private readonly LightMap _still;
    private readonly Window _window;

    // The swing passes every angle twice, there and back: the second time the frame is there already.
    private readonly Dictionary<int, byte[]> _seen = [];

    public SubjectFilm(string prompt, long seed, int width, int height, CancellationToken cancellationToken)
    {
        var stage = StageBuilder.Build(prompt, seed);
        (Width, Height) = Photographer.RenderSize(width, height, MostPixels);
        _set = new(stage, cancellationToken);
        _camera = new(stage.Camera, _set.Round(), Width, Height);
        _plate = new(stage.Backdrop, _camera, 640, cancellationToken);
        _still = Renderer.Render(_set, _camera, _plate, smooth: true, null, cancellationToken);
        _window = Window.Around(_set.Round().Grown(0.15f), _camera);
    }

    public override int Width { get; }

    public override int Height { get; }

    public override byte[] Frame(double time, CancellationToken cancellationToken)
    {
        var angle = (float)(SwingDegrees * Math.Sin(time * 2 * Math.PI));
        var key = (int)Math.Round(angle * 1000);
        if (_seen.Remove(key, out var again))
            return again;
        var moved = Renderer.Render(_set.Turned(angle), _camera, _plate, smooth: true, null, cancellationToken, window: _window);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (x < _window.Left || y < _window.Top || x >= _window.Left + _window.Width || y >= _window.Top + _window.Height)
                    moved.Pixels[y * Width + x] = _still.Pixels[y * Width + x];
            }
        }

        return _seen[key] = Development.Develop(moved, _set.Stage.Lighting, Width, Height, _set.Stage.GrainSeed, cancellationToken).Pixels;
    }
}
