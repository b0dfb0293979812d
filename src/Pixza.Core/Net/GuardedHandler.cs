using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pixza.Core.Net;

/// <summary>The one handler that goes out on a customer's word.</summary>
internal static class GuardedHandler
{
    /// <param name="trustedRoots">Trusted instead of the machine's roots when given.</param>
    public static SocketsHttpHandler Create(GuardedDialer dialer, X509Certificate2Collection? trustedRoots = null) => new()
    {
        ConnectCallback = dialer.DialAsync,
        UseProxy = false, // behind a proxy the dialer would see the proxy's address only
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // our trace ids are nobody else's business
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(8),
        MaxConnectionsPerServer = 64,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 32, // kB
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ChainPolicy(trustedRoots) },
    };

    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection? trustedRoots)
    {
        var policy = new X509ChainPolicy
        {
            // A certificate may name addresses of its issuer and its revocation list: fetching them would go out unguarded.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (trustedRoots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trustedRoots);
        }

        return policy;
    }
}
