using System.Net;
using System.Net.Sockets;

namespace Pixza.Core.Net;

/// <summary>
/// Resolves, filters and connects in one step: the address that was judged is the address that is dialled, whatever the name says next time.
/// </summary>
/// <param name="resolve">Answers all addresses of a host name.</param>
/// <param name="connect">Opens the connection to one address.</param>
internal sealed class GuardedDialer(
    bool allowPrivate,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, Task<Stream>> connect)
{
    /// <summary>Addresses of one name that are tried, so that a name with hundreds of dead ones does not use up the whole time.</summary>
    private const int MaxTries = 4;

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(3);

    public GuardedDialer(bool allowPrivate)
        : this(allowPrivate, Dns.GetHostAddressesAsync, ConnectAsync)
    {
    }

    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        var allowed = Array.FindAll(found, address => AddressRules.MayDial(address, allowPrivate));
        if (allowed.Length == 0)
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException();

        for (var i = 0; ; i++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(s_connectTimeout);
                return await connect(new IPEndPoint(allowed[i], port), patience.Token);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested && i + 1 < Math.Min(allowed.Length, MaxTries))
            {
                // The next address of the same name may answer.
            }
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The name leads only where Pixza does not go.</summary>
internal sealed class ForbiddenAddressException() : IOException("No address of the name may be dialled.");
