using System.Net;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Storage;

/// <summary>Objects in a bucket of Amazon S3 or of whatever speaks its protocol.</summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private volatile bool _bucketSeen;

    public S3ObjectStore(IOptions<StorageOptions> options)
    {
        var s3 = options.Value.S3;
        _bucket = s3.Bucket;
        var config = new AmazonS3Config
        {
            ForcePathStyle = s3.ForcePathStyle,
            // Other servers than Amazon's know neither the newer checksums nor their trailers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromSeconds(60),
            MaxErrorRetry = 3,
        };
        if (s3.Endpoint is { Length: > 0 } endpoint)
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint, s3.Region);
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(s3.Region);
        _client = new AmazonS3Client(new BasicAWSCredentials(s3.AccessKey, s3.SecretKey), config);
    }

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        ObjectName.Require(name, contentType);
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = name,
            InputStream = StreamOf(content),
            ContentType = contentType,
            UseChunkEncoding = false, // some servers store the chunks' signatures as content
        };
        request.Headers.CacheControl = "public, max-age=31536000, immutable";
        await CallAsync("put", client => client.PutObjectAsync(request, cancellationToken));
    }

    public async Task<ObjectInfo?> StatAsync(string name, CancellationToken cancellationToken)
    {
        if (!ObjectName.IsValid(name))
            return null;
        var request = new GetObjectMetadataRequest { BucketName = _bucket, Key = name };
        var found = await FindAsync("stat", client => client.GetObjectMetadataAsync(request, cancellationToken));
        if (found is not null)
            return new ObjectInfo(name, found.ContentLength, found.Headers.ContentType, found.ETag.Trim('"'));

        // The answer to HEAD has no body that says whether the object or the whole bucket is missing; the one to GET has.
        if (!_bucketSeen)
            (await OpenAsync(name, 0, null, cancellationToken))?.Dispose();
        return null;
    }

    public async Task<Stream?> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        if (!ObjectName.IsValid(name))
            return null;
        if (length == 0) // no range says "nothing"
            return await StatAsync(name, cancellationToken) is null ? null : Stream.Null;

        var request = new GetObjectRequest { BucketName = _bucket, Key = name };
        if (offset > 0 || length is not null)
            request.ByteRange = new ByteRange(length is null ? $"bytes={offset}-" : $"bytes={offset}-{offset + Math.Min(length.Value, long.MaxValue - offset) - 1}");
        try
        {
            var found = await FindAsync("open", client => client.GetObjectAsync(request, cancellationToken));
            return found?.ResponseStream;
        }
        catch (ObjectStoreException exception) when (exception.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            return Stream.Null; // from behind the end there is nothing to read
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (ObjectName.IsValid(name))
            await FindAsync("delete", client => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = name }, cancellationToken));
    }

    public void Dispose() => _client.Dispose();

    /// <returns>Null when there is no such object; a missing bucket is a fault.</returns>
    private async Task<T?> FindAsync<T>(string what, Func<AmazonS3Client, Task<T>> call)
        where T : class
    {
        try
        {
            return await CallAsync(what, call);
        }
        catch (ObjectStoreException exception) when (exception.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" } s3)
        {
            _bucketSeen |= s3.ErrorCode == "NoSuchKey";
            return null;
        }
    }

    private async Task<T> CallAsync<T>(string what, Func<AmazonS3Client, Task<T>> call)
    {
        try
        {
            var answer = await call(_client);
            _bucketSeen = true;
            return answer;
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ObjectStoreException($"S3 {what}: {exception.Message}", exception);
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
}
