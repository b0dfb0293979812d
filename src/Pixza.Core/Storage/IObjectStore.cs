namespace Pixza.Core.Storage;

/// <summary>Where files live: a local folder, or an S3-compatible bucket. Names are made by Pixza, such as <c>gen/{token}.jpg</c>.</summary>
public interface IObjectStore
{
    /// <summary>Stores the whole object, durable when the call returns; a reader sees all of it or nothing. Writing a name again replaces it.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken);

    /// <returns>Size and type, or null when there is no such object.</returns>
    Task<ObjectInfo?> StatAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens the object for reading from <paramref name="offset"/> for <paramref name="length"/> bytes (null: to the end).</summary>
    /// <returns>A stream that the caller disposes, or null when there is no such object.</returns>
    Task<Stream?> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Removes the object; removing one that is not there is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <param name="Bytes">Size in bytes.</param>
/// <param name="ETag">A strong entity tag without quotes.</param>
public sealed record ObjectInfo(string Name, long Bytes, string ContentType, string ETag);
