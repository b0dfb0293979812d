namespace Pixza.Core.Media;

/// <summary>A kind of file that Pixza knows by its content.</summary>
/// <param name="Name">In a sentence: "PNG".</param>
/// <param name="Extension">Without the dot.</param>
/// <param name="Family">image, video or 3d, as in a generation's type.</param>
public sealed record MediaType(string Name, string ContentType, string Extension, string Family)
{
    public static readonly MediaType Png = new("PNG", "image/png", "png", "image");
    public static readonly MediaType Jpeg = new("JPEG", "image/jpeg", "jpg", "image");
    public static readonly MediaType WebP = new("WebP", "image/webp", "webp", "image");
    public static readonly MediaType Mp4 = new("MP4", "video/mp4", "mp4", "video");
    public static readonly MediaType Mov = new("QuickTime", "video/quicktime", "mov", "video");
    public static readonly MediaType WebM = new("WebM", "video/webm", "webm", "video");
    public static readonly MediaType Glb = new("GLB", "model/gltf-binary", "glb", "3d");

    // Known so that they can be refused by name.
    public static readonly MediaType Gif = new("GIF", "image/gif", "gif", "image");
    public static readonly MediaType Heic = new("HEIC", "image/heic", "heic", "image");
    public static readonly MediaType Avif = new("AVIF", "image/avif", "avif", "image");

    public static IReadOnlyList<MediaType> All { get; } = [Png, Jpeg, WebP, Mp4, Mov, WebM, Glb, Gif, Heic, Avif];

    /// <summary>Whether Pixza takes such a file as an input image.</summary>
    public bool IsInputImage => this == Png || this == Jpeg || this == WebP;

    /// <param name="extension">With or without the dot, in any case; <c>jpeg</c> counts as <c>jpg</c>.</param>
    /// <returns>Null when there is none.</returns>
    public static MediaType? OfExtension(string extension)
    {
        var bare = extension.AsSpan().TrimStart('.');
        if (bare.Equals("jpeg", StringComparison.OrdinalIgnoreCase))
            return Jpeg;
        foreach (var type in All)
        {
            if (bare.Equals(type.Extension, StringComparison.OrdinalIgnoreCase))
                return type;
        }

        return null;
    }

    /// <param name="contentType">In any case, parameters are ignored; <c>image/jpg</c> counts as <c>image/jpeg</c>.</param>
    /// <returns>Null when there is none.</returns>
    public static MediaType? OfContentType(string contentType)
    {
        var parameters = contentType.IndexOf(';', StringComparison.Ordinal);
        var bare = (parameters < 0 ? contentType : contentType[..parameters]).AsSpan().Trim();
        if (bare.Equals("image/jpg", StringComparison.OrdinalIgnoreCase))
            return Jpeg;
        foreach (var type in All)
        {
            if (bare.Equals(type.ContentType, StringComparison.OrdinalIgnoreCase))
                return type;
        }

        return null;
    }
}
