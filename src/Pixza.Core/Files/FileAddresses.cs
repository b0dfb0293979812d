using Microsoft.Extensions.Configuration;
using Pixza.Core.Ids;

namespace Pixza.Core.Files;

/// <summary>Our own addresses of stored input images. They are private: reading one takes a key of the account.</summary>
public sealed class FileAddresses(IConfiguration configuration)
{
    private readonly string prefix = $"{(configuration["Pixza:PublicUrl"] ?? "http://127.0.0.1:8080").TrimEnd('/')}/api/v1/files/";

    private const string Suffix = "/content";

    public string Of(Guid fileId) => $"{prefix}{PublicId.Format(PublicId.File, fileId)}{Suffix}";

    /// <returns>The file's id, or null when the text is no such address of ours.</returns>
    public Guid? Parse(string text) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.EndsWith(Suffix, StringComparison.Ordinal) && text.Length > prefix.Length + Suffix.Length
        && PublicId.TryParse(PublicId.File, text.AsSpan()[prefix.Length..^Suffix.Length], out var id)
            ? id
            : null;
}
