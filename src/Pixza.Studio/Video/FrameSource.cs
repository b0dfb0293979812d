namespace Pixza.Studio.Video;

/// <summary>The frames of a film, in their own size; the encoder brings them to the film's.</summary>
internal abstract class FrameSource
{
    public abstract int Width { get; }

    public abstract int Height { get; }

    /// <param name="time">0 at the first frame, 1 after the last.</param>
    /// <returns>Four bytes a pixel; valid until the next call.</returns>
    public abstract byte[] Frame(double time, CancellationToken cancellationToken);
}
