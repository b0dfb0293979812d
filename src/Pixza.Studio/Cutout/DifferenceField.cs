using System.Numerics;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>How far each pixel is from the background that the model expects there, and how steep the picture is around it.</summary>
internal sealed class DifferenceField
{
    public DifferenceField(Picture picture, BackgroundModel model)
    {
        var (width, height) = (picture.Width, picture.Height);
        Threshold = Math.Clamp(model.Noise * 4.5f, 7, 40);
        Distance = new float[width * height];
        ShadowLike = new bool[width * height];
        Steepness = new float[width * height];
        Parallel.For(0, height, Render.RenderGate.Options(), y =>
        {
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                var c = BackgroundModel.Colour(picture, x, y);
                var expected = model.At(x, y);
                Distance[i] = Vector3.Distance(c, expected);
                ShadowLike[i] = IsShadow(c, expected);
                var right = BackgroundModel.Colour(picture, Math.Min(x + 1, width - 1), y);
                var down = BackgroundModel.Colour(picture, x, Math.Min(y + 1, height - 1));
                Steepness[i] = Math.Max(Vector3.Distance(c, right), Vector3.Distance(c, down));
            }
        });
    }

    /// <summary>Euclidean, in levels of 255.</summary>
    public float[] Distance { get; }

    /// <summary>Whether the pixel is the background with less light on it, or a little more.</summary>
    public bool[] ShadowLike { get; }

    public float[] Steepness { get; }

    /// <summary>Up to this distance a pixel is background beyond doubt.</summary>
    public float Threshold { get; }

    private static bool IsShadow(Vector3 c, Vector3 expected)
    {
        float light = c.X + c.Y + c.Z, full = Math.Max(1, expected.X + expected.Y + expected.Z);
        var ratio = light / full;
        // The shadow's colour: the background's, darker, by nearly the same factor in every channel.
        return ratio is > 0.42f and < 1.1f && Vector3.Distance(c, expected * ratio) < 9;
    }
}
