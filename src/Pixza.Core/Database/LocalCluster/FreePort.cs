using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>Ports on 127.0.0.1 that nobody listens on.</summary>
public static class FreePort
{
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Picks one below the range from which the system takes ports for outgoing connections, so that it stays free.</summary>
    public static int Pick()
    {
        for (var tries = 0; tries < 1_000; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            if (IsFree(port))
                return port;
        }
        throw new LocalClusterException("No port between 20000 and 32000 is free on 127.0.0.1 for the database.");
    }
}
