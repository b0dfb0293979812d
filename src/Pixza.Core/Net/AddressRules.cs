using System.Net;
using System.Net.Sockets;

namespace Pixza.Core.Net;

/// <summary>Which IP addresses may be dialled on a customer's word: the public internet and, where allowed, the house's own network.</summary>
public static class AddressRules
{
    /// <param name="allowPrivate">Adds loopback, private and shared addresses to the public ones.</param>
    public static bool MayDial(IPAddress address, bool allowPrivate)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (allowPrivate && Contains(s_private, address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Contains(s_private, address) && !Contains(s_specialV4, address);

        // A translator dials the IPv4 address in the last four bytes, so that one decides.
        if (s_nat64.Contains(address))
            return MayDial(new IPAddress(address.GetAddressBytes()[12..]), allowPrivate);
        return s_globalV6.Contains(address) && !Contains(s_specialV6, address);
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static readonly IPNetwork[] s_private = Networks(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
        "100.64.0.0/10", // carriers' shared space
        "::1/128", "fc00::/7");

    private static readonly IPNetwork[] s_specialV4 = Networks(
        "0.0.0.0/8", // "this host": Linux dials loopback
        "169.254.0.0/16", // link-local, the clouds' metadata services among it
        "168.63.129.16/32", // Azure's metadata service, in public space
        "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", // protocol assignments, 6to4 relays, benchmarks
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
        "224.0.0.0/4", "240.0.0.0/4"); // multicast, reserved, broadcast

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    // Everything outside is loopback, link-local, multicast, unassigned or a form that embeds an IPv4 address.
    private static readonly IPNetwork s_globalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_specialV6 = Networks(
        "2001::/23", // protocol assignments, Teredo among them
        "2001:db8::/32", "3fff::/20", // documentation
        "2002::/16"); // 6to4 embeds an IPv4 address

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
