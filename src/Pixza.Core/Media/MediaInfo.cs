namespace Pixza.Core.Media;

/// <summary>What the headers of a file say; nothing was decoded.</summary>
/// <param name="Width">Pixels as stored; 0 for 3D.</param>
/// <param name="Height">Pixels as stored; 0 for 3D.</param>
/// <param name="Orientation">As in EXIF, 1 to 8; 1 is upright.</param>
/// <param name="Animated">More than one picture in an image file.</param>
/// <param name="DurationSeconds">Of a video, when its header says so.</param>
public sealed record MediaInfo(
    MediaType Type, int Width, int Height, int Orientation = 1, bool Animated = false, double? DurationSeconds = null)
{
    /// <summary>Pixels as shown, the orientation applied.</summary>
    public int ShownWidth => Orientation >= 5 ? Height : Width;

    /// <summary>Pixels as shown, the orientation applied.</summary>
    public int ShownHeight => Orientation >= 5 ? Width : Height;

    /// <summary>Width × height, to be compared with a limit before anything decodes the file.</summary>
    public long Pixels => (long)Width * Height;
}
