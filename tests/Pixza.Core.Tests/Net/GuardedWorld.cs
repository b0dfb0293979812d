using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pixza.Core.Net;

namespace Pixza.Core.Tests.Net;

/// <summary>An internet of one's own: names answer what the test says, every public address is the test's server, and each dial is noted.</summary>
internal sealed class GuardedWorld
{
    private readonly Dictionary<string, Queue<IPAddress[]>> _names = new(StringComparer.OrdinalIgnoreCase);

    public List<IPEndPoint> Dialled { get; } = [];

    /// <summary>Where a dialled address really leads.</summary>
    public int Port { get; set; }

    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    /// <summary>The name's successive answers; the last one stays.</summary>
    public GuardedWorld Name(string name, params string[] answers)
    {
        _names[name] = new Queue<IPAddress[]>(answers.Select(answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));
        return this;
    }

    public GuardedHttp Http(NetOptions? options = null)
    {
        options ??= new NetOptions();
        var dialer = new GuardedDialer(options.AllowPrivateAddresses, ResolveAsync, ConnectAsync);
        return new GuardedHttp(options, TimeProvider.System, dialer, [Certificate]);
    }

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (!_names.TryGetValue(host, out var answers))
            throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    private async Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        lock (Dialled)
            Dialled.Add(endPoint);
        if (endPoint.Address.ToString().EndsWith(".99", StringComparison.Ordinal))
            throw new SocketException((int)SocketError.ConnectionRefused);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("shop.example");
        names.AddDnsName("other.example");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
