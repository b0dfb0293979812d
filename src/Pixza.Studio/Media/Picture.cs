namespace Pixza.Studio.Media;

/// <summary>A decoded picture: red, green, blue, alpha, one byte each, row by row, sRGB, alpha not multiplied in.</summary>
internal sealed class Picture(int width, int height, byte[] pixels)
{
    public Picture(int width, int height) : this(width, height, new byte[checked(width * height * 4)])
    {
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Pixels { get; } = pixels.Length == (long)width * height * 4
        ? pixels
        : throw new ArgumentException("Four bytes a pixel.", nameof(pixels));
}
