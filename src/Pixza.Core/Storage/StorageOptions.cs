using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Pixza.Core.Storage;

/// <summary>Where files live, and at which address they are read.</summary>
public sealed class StorageOptions : IValidatableObject
{
    public const string Section = "Storage";

    /// <summary>local or s3.</summary>
    /// <value>Defaults to local.</value>
    [AllowedValues("local", "s3")]
    public string Kind { get; set; } = "local";

    /// <summary>The address under which the objects' names are read; best a host of its own.</summary>
    /// <value>Defaults to <c>{Pixza:PublicUrl}/cdn/</c>.</value>
    public Uri? PublicUrl { get; set; }

    /// <summary>The folder that local storage keeps its <c>objects</c> folder in.</summary>
    /// <value>Defaults to <c>Pixza:DataDir</c>.</value>
    [Required]
    public string DataDir { get; set; } = "";

    /// <summary>Whether local storage waits for the disk. Off, a power cut may lose files whose credits were taken; for tests.</summary>
    /// <value>Defaults to true.</value>
    public bool Fsync { get; set; } = true;

    public S3Options S3 { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
            yield return new ValidationResult("Storage:PublicUrl must be an http or https address without a query.", [nameof(PublicUrl)]);
        if (Kind != "s3")
            yield break;
        if (S3.Bucket.Length == 0 || S3.AccessKey.Length == 0 || S3.SecretKey.Length == 0)
            yield return new ValidationResult("Storage:Kind s3 needs Storage:S3:Bucket, Storage:S3:AccessKey and Storage:S3:SecretKey.", [nameof(S3)]);
        if (S3.Endpoint is { Length: > 0 } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new ValidationResult("Storage:S3:Endpoint must be an http or https address.", [nameof(S3)]);
    }
}

/// <summary>A bucket of Amazon S3 or of whatever speaks its protocol.</summary>
public sealed class S3Options
{
    /// <summary>Such as <c>https://minio.internal:9000</c>.</summary>
    /// <value>Defaults to Amazon's own for the region.</value>
    [SuppressMessage("Design", "CA1056", Justification = "The S3 client takes text.")]
    public string? Endpoint { get; set; }

    public string Bucket { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <value>Defaults to us-east-1.</value>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path (most servers other than Amazon's) instead of the host name.</summary>
    /// <value>Defaults to true.</value>
    public bool ForcePathStyle { get; set; } = true;
}
