using Pixza.Studio.Media;
using Pixza.Studio.Render;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Video;

/// <summary>A camera that moves slowly in over a picture, from one side to the other, as documentary films do it.</summary>
internal sealed class PictureFilm : FrameSource
{
    private const double Zoom = 0.16;
    private readonly Picture _picture;
    private readonly byte[] _frame;
    private readonly double _fromX, _fromY;

    public PictureFilm(Picture input, long seed, int width, int height, CancellationToken cancellationToken)
    {
        (Width, Height) = (width, height);
        var scale = Math.Max((double)width / input.Width, (double)height / input.Height);
        int w = Math.Clamp((int)Math.Round(width / scale), 1, input.Width), h = Math.Clamp((int)Math.Round(height / scale), 1, input.Height);
        // A little larger than the film, so that the end of the move is still sharp.
        var (toWidth, toHeight) = ((int)Math.Min(w, width * (1 + Zoom)), (int)Math.Min(h, height * (1 + Zoom)));
        cancellationToken.ThrowIfCancellationRequested();
        _picture = Cutout.Scaling.Shrink(OnPaper(input), null, (input.Width - w) / 2, (input.Height - h) / 2, w, h, toWidth, toHeight);
        _frame = new byte[width * height * 4];
        var seeded = Seeded.For(seed, "film");
        (_fromX, _fromY) = (seeded.Chance(0.5f) ? -1 : 1, seeded.Between(-0.6f, 0.6f));
    }

    public override int Width { get; }

    public override int Height { get; }

    public override byte[] Frame(double time, CancellationToken cancellationToken)
    {
        var eased = time * time * (3 - 2 * time);
        var view = 1 / (1 + Zoom * eased);
        double w = _picture.Width * view, h = _picture.Height * view;
        var left = (_picture.Width - w) * (0.5 + 0.5 * _fromX * (1 - eased) * 0.8);
        var top = (_picture.Height - h) * (0.5 + 0.5 * _fromY * (1 - eased));
        Parallel.For(0, Height, RenderGate.Options(cancellationToken), y =>
        {
            var sy = Math.Clamp(top + (y + 0.5) * h / Height - 0.5, 0, _picture.Height - 1.001);
            var (y0, fy) = ((int)sy, (int)((sy - (int)sy) * 256));
            for (var x = 0; x < Width; x++)
            {
                var sx = Math.Clamp(left + (x + 0.5) * w / Width - 0.5, 0, _picture.Width - 1.001);
                var (x0, fx) = ((int)sx, (int)((sx - (int)sx) * 256));
                var a = (y0 * _picture.Width + x0) * 4;
                var b = a + (y0 + 1 < _picture.Height ? _picture.Width * 4 : 0);
                var next = x0 + 1 < _picture.Width ? 4 : 0;
                var p = _picture.Pixels;
                var to = (y * Width + x) * 4;
                for (var c = 0; c < 3; c++)
                    _frame[to + c] = (byte)(((p[a + c] * (256 - fx) + p[a + next + c] * fx) * (256 - fy) + (p[b + c] * (256 - fx) + p[b + next + c] * fx) * fy) >> 16);
                _frame[to + 3] = 255;
            }
        });
        return _frame;
    }

    /// <summary>What is transparent becomes white.</summary>
    private static Picture OnPaper(Picture input)
    {
        var solid = new Picture(input.Width, input.Height, (byte[])input.Pixels.Clone());
        for (var i = 0; i < solid.Pixels.Length; i += 4)
        {
            int a = solid.Pixels[i + 3];
            for (var c = 0; c < 3; c++)
                solid.Pixels[i + c] = (byte)((solid.Pixels[i + c] * a + 255 * (255 - a) + 127) / 255);
            solid.Pixels[i + 3] = 255;
        }

        return solid;
    }
}
