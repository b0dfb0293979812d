using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Accounts;

/// <summary>How often one network address may sign up and try to sign in. An IPv6 /64 counts as one address: it is what one customer gets.</summary>
public sealed class AddressLimits(IOptions<SignupOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> signUps = Limiter(options.Value.PerHourPerAddress, TimeSpan.FromHours(1));
    private readonly PartitionedRateLimiter<IPAddress> signIns = Limiter(options.Value.SignInsPerAddress, TimeSpan.FromMinutes(5));

    public bool TrySignUp(IPAddress? address) => Take(signUps, address);

    public bool TrySignIn(IPAddress? address) => Take(signIns, address);

    public void Dispose()
    {
        signUps.Dispose();
        signIns.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<IPAddress> limiter, IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(Network(address ?? IPAddress.None));
        return lease.IsAcquired;
    }

    internal static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private static PartitionedRateLimiter<IPAddress> Limiter(int permits, TimeSpan window) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetSlidingWindowLimiter(
            address, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 6 }));
}
