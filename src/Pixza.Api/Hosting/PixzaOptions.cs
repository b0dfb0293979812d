using System.ComponentModel.DataAnnotations;

namespace Pixza.Api.Hosting;

/// <summary>The host's own settings, section "Pixza".</summary>
public sealed class PixzaOptions : IValidatableObject
{
    public const string Section = "Pixza";

    /// <summary>The address that customers reach Pixza at, without a path: links, webhooks and OpenAPI are made from it.</summary>
    /// <value>Defaults to http://127.0.0.1:8080.</value>
    [Required]
    public Uri PublicUrl { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>Folder of all local data: the own PostgreSQL cluster, the objects, the keys of cookies and cursors.</summary>
    /// <value>Defaults to .data in the working directory.</value>
    [Required]
    public string DataDir { get; set; } = ".data";

    /// <summary>Addresses or networks ("10.0.0.0/8") of the proxies whose X-Forwarded-For and -Proto are believed.</summary>
    /// <value>Defaults to none: the headers are ignored.</value>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Where telemetry is sent (OTLP over gRPC), such as http://collector:4317.</summary>
    /// <value>Defaults to none: nothing is collected.</value>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Seconds that requests in flight get to end after a stop signal.</summary>
    /// <value>Defaults to 25.</value>
    [Range(1, 300)]
    public int ShutdownSeconds { get; set; } = 25;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!PublicUrl.IsAbsoluteUri || PublicUrl.Scheme is not ("http" or "https") || PublicUrl.PathAndQuery != "/")
            yield return new ValidationResult("Pixza:PublicUrl must be an http or https address without a path.", [nameof(PublicUrl)]);
        foreach (var proxy in TrustedProxies)
        {
            if (!System.Net.IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
                yield return new ValidationResult($"Pixza:TrustedProxies: \"{proxy}\" is neither an address nor a network.", [nameof(TrustedProxies)]);
        }
    }
}
