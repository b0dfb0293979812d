namespace Pixza.Studio.Media;

/// <summary>What a file is by its content, whatever it calls itself.</summary>
/// <param name="Demuxer">The only ffmpeg demuxer that may read it.</param>
/// <param name="Orientation">How a camera was held: 1 upright to 8, as Exif counts.</param>
internal sealed record PictureKind(string Demuxer, int Width, int Height, int Orientation = 1);
