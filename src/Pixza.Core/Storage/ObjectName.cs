using System.Buffers;
using Pixza.Core.Ids;
using Pixza.Core.Media;

namespace Pixza.Core.Storage;

/// <summary>
/// An object's name: <c>gen/</c> for what is made, <c>in/</c> for what is put in, then letters and digits and an extension. The
/// extension stands for the content type, so that no store has to keep it apart.
/// </summary>
public static class ObjectName
{
    public const string Generated = "gen";
    public const string Input = "in";

    private const int MaxLength = 128;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <returns>A name that nobody can guess.</returns>
    /// <param name="folder"><see cref="Generated"/> or <see cref="Input"/>.</param>
    public static string New(string folder, MediaType type) => $"{folder}/{Tokens.New()}.{type.Extension}";

    /// <summary>Whether it could be an object's name; nothing else ever reaches a disk or a bucket.</summary>
    public static bool IsValid(string name)
    {
        var text = name.AsSpan();
        var slash = text.IndexOf('/');
        if (text.Length > MaxLength || slash < 0 || text[..slash] is not (Generated or Input))
            return false;
        var file = text[(slash + 1)..];
        var dot = file.IndexOf('.');
        return dot > 0
            && !file[..dot].ContainsAnyExcept(s_letters)
            && file[(dot + 1)..] is { Length: >= 2 and <= 4 } extension
            && !extension.ContainsAnyExcept(s_letters);
    }

    /// <returns>The content type that the extension stands for; application/octet-stream for one that Pixza does not know.</returns>
    public static string ContentTypeOf(string name) => MediaType.OfExtension(Path.GetExtension(name))?.ContentType ?? "application/octet-stream";

    /// <exception cref="ArgumentException">Not a name, or the content type is another one than the name says.</exception>
    internal static void Require(string name, string contentType)
    {
        if (!IsValid(name))
            throw new ArgumentException($"\"{name}\" is not an object's name.", nameof(name));
        if (ContentTypeOf(name) != contentType)
            throw new ArgumentException($"\"{name}\" does not say {contentType}.", nameof(contentType));
    }
}
