using System.ComponentModel.DataAnnotations;

namespace Pixza.Core.Net;

/// <summary>How far Pixza goes out to addresses that a customer named.</summary>
public sealed class NetOptions
{
    public const string Section = "Net";

    /// <summary>Whether loopback and private addresses, and any port, may be dialled; for development and closed networks.</summary>
    /// <value>Defaults to false. Link-local addresses (a cloud's metadata) stay out of reach even when true.</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether plain http is allowed beside https.</summary>
    /// <value>Defaults to false.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Seconds that a whole fetch may take, name lookup and redirects included.</summary>
    /// <value>Defaults to 10.</value>
    [Range(1, 60)]
    public int FetchTimeoutSeconds { get; set; } = 10;

    /// <summary>Bytes that a fetched file may have, counted after decompression.</summary>
    /// <value>Defaults to 25 MB.</value>
    [Range(1, 1 << 30)]
    public int FetchMaxBytes { get; set; } = 25_000_000;
}
