using System.ComponentModel.DataAnnotations;

namespace Pixza.Studio;

/// <summary>Settings of the embedded provider.</summary>
public sealed class StudioOptions
{
    public const string Section = "Studio";

    /// <summary>Path of the ffmpeg program.</summary>
    /// <value>Defaults to the one on PATH, or in Debian's or Homebrew's place.</value>
    public string? Ffmpeg { get; set; }

    /// <summary>Seconds that ffmpeg may take for one file before it is stopped.</summary>
    /// <value>Defaults to 60.</value>
    [Range(1, 600)]
    public int FfmpegSeconds { get; set; } = 60;

    /// <summary>Mebibytes of address space that ffmpeg may take, where the machine can limit it.</summary>
    /// <value>Defaults to 3072.</value>
    [Range(512, 65536)]
    public int FfmpegMebibytes { get; set; } = 3072;
}
