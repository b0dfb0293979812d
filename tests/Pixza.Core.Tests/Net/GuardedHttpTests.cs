using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pixza.Core.Net;
using Pixza.Testing.Net;
using static Pixza.Testing.Net.RawHttpServer;

namespace Pixza.Core.Tests.Net;

public class GuardedHttpTests
{
    private const string Public = "93.184.215.14";
    private static readonly Uri s_shop = new("https://shop.example/picture.png");

    [Fact]
    public async Task A_file_is_fetched_from_the_public_address_of_its_name()
    {
        await using var server = new RawHttpServer(Says(200, [1, 2, 3], "Content-Type: image/png; x=y"), GuardedWorld.Certificate);
        var world = new GuardedWorld { Port = server.Port }.Name("shop.example", $"10.0.0.1 {Public} 127.0.0.1");
        using var http = world.Http();

        var fetched = Assert.IsType<FetchResult.Fetched>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal([1, 2, 3], fetched.Bytes.ToArray());
        Assert.Equal("image/png", fetched.ContentType);
        Assert.Equal([new IPEndPoint(IPAddress.Parse(Public), 443)], world.Dialled);
        var request = Assert.Single(server.Requests);
        Assert.Equal("shop.example", request.Headers["Host"]);
        Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], request.Headers.Keys.Order());
    }

    [Fact]
    public async Task An_address_that_does_not_answer_is_followed_by_the_next_one()
    {
        await using var server = new RawHttpServer(Says(200, [1]), GuardedWorld.Certificate);
        var world = new GuardedWorld { Port = server.Port }.Name("shop.example", $"93.184.215.99 {Public}");
        using var http = world.Http();

        Assert.IsType<FetchResult.Fetched>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal(2, world.Dialled.Count);
    }

    [Fact]
    public async Task A_name_that_answers_differently_the_second_time_is_judged_by_what_is_dialled()
    {
        await using var server = new RawHttpServer(Says(200, [1], "Connection: close"), GuardedWorld.Certificate);
        var world = new GuardedWorld { Port = server.Port }.Name("shop.example", Public, "127.0.0.1");
        using var http = world.Http();

        var first = await http.GetBytesAsync(s_shop, null, default);
        var second = await http.GetBytesAsync(s_shop, null, default);

        Assert.IsType<FetchResult.Fetched>(first);
        Assert.Equal("address_not_allowed", Assert.IsType<FetchResult.Refused>(second).Reason);
        Assert.DoesNotContain(world.Dialled, endPoint => IPAddress.IsLoopback(endPoint.Address));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1 192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task A_name_that_leads_inside_is_not_dialled(string answer)
    {
        var world = new GuardedWorld().Name("shop.example", answer);
        using var http = world.Http();

        var fetch = await http.GetBytesAsync(s_shop, null, default);
        var post = await http.PostAsync(s_shop, "{}"u8.ToArray(), new Dictionary<string, string>(), TimeSpan.FromSeconds(5), default);
        using var request = new HttpRequestMessage(HttpMethod.Options, s_shop);
        var send = await http.SendAsync(request, 100, TimeSpan.FromSeconds(5), default);

        Assert.Equal("address_not_allowed", Assert.IsType<FetchResult.Refused>(fetch).Reason);
        Assert.Equal("address_not_allowed", Assert.IsType<PostResult.Refused>(post).Reason);
        Assert.Equal("address_not_allowed", Assert.IsType<SendResult.Refused>(send).Reason);
        Assert.Empty(world.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("\u2460\u2461\u2466.0.0.1")]
    [InlineData("\uff11\uff12\uff17.0.0.1")]
    [InlineData("127\u30020\u30020\u30021")]
    public async Task The_machine_itself_is_not_dialled_however_it_is_spelt(string host)
    {
        var dialled = new List<IPEndPoint>();
        var dialer = new GuardedDialer(allowPrivate: false, Dns.GetHostAddressesAsync, (endPoint, _) =>
        {
            dialled.Add(endPoint);
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        using var http = new GuardedHttp(new NetOptions(), TimeProvider.System, dialer);

        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(new Uri($"https://{host}/"), null, default));

        Assert.Contains(refused.Reason, new[] { "address_not_allowed", "not_a_url", "unreachable" });
        Assert.Empty(dialled);
    }

    [Fact]
    public async Task The_dialer_judges_names_that_the_text_check_never_saw()
    {
        var dialer = new GuardedDialer(allowPrivate: false, Dns.GetHostAddressesAsync, (_, _) => throw new InvalidOperationException("dialled"));
        using var handler = GuardedHandler.Create(dialer);
        using var http = new HttpMessageInvoker(handler);

        foreach (var host in new[] { "localhost", "127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/");
            var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, default));
            Assert.IsType<ForbiddenAddressException>(thrown.InnerException);
        }
    }

    [Fact]
    public async Task A_certificate_cannot_send_us_to_its_issuers_address()
    {
        await using var inside = new RawHttpServer(Says(200, [1]));
        using var certificate = CertificateThatNames($"http://127.0.0.1:{inside.Port}/issuer.crt");
        await using var server = new RawHttpServer(Says(200, [1]), certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        Assert.Equal("unreachable", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default)).Reason);

        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task With_the_settings_a_real_loopback_server_is_reached()
    {
        await using var server = new RawHttpServer(Says(200, [7]));
        using var http = new GuardedHttp(
            new NetOptions { AllowHttp = true, AllowPrivateAddresses = true }, TimeProvider.System, new GuardedDialer(allowPrivate: true));

        var fetched = Assert.IsType<FetchResult.Fetched>(await http.GetBytesAsync(new Uri($"http://localhost:{server.Port}/"), null, default));

        Assert.Equal([7], fetched.Bytes.ToArray());
    }

    [Fact]
    public async Task A_name_that_does_not_exist_and_a_closed_port_are_unreachable()
    {
        var world = new GuardedWorld().Name("other.example", "93.184.215.99");
        using var http = world.Http();

        Assert.Equal("unreachable", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default)).Reason);
        Assert.Equal("unreachable", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(new Uri("https://other.example/"), null, default)).Reason);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using var server = new RawHttpServer(Says(200, [1]), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("wrong.example", Public).Http();

        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(new Uri("https://wrong.example/"), null, default));

        Assert.Equal("unreachable", refused.Reason);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("https://127.0.0.1/", "address_not_allowed")]
    [InlineData("https://inside.example/", "address_not_allowed")]
    [InlineData("https://169.254.169.254/latest", "address_not_allowed")]
    [InlineData("http://other.example/", "downgrade")]
    [InlineData("file:///etc/passwd", "downgrade")]
    [InlineData("https://user:pw@other.example/", "user_info")]
    [InlineData("https://other.example:8080/", "port_not_allowed")]
    [InlineData("/again", "too_many_redirects")]
    [InlineData("https://", "bad_status")]
    public async Task A_redirect_is_judged_like_the_address_that_was_named(string location, string reason)
    {
        await using var server = new RawHttpServer(Says(302, [], $"Location: {location}"), GuardedWorld.Certificate);
        var world = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Name("other.example", Public).Name("inside.example", "10.0.0.1");
        using var http = world.Http(new NetOptions { AllowHttp = true });

        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal(reason, refused.Reason);
        Assert.All(world.Dialled, endPoint => Assert.Equal(Public, endPoint.Address.ToString()));
        Assert.Equal(reason == "too_many_redirects" ? 4 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task Three_redirects_lead_to_the_file()
    {
        await using var server = new RawHttpServer(
            (request, stream, cancellationToken) => (request.Target switch
            {
                "/picture.png" => Says(301, [], "Location: /2"),
                "/2" => Says(307, [], "Location: //other.example/3"),
                "/3" => Says(308, [], "Location: https://shop.example/4#x"),
                _ => Says(200, Encoding.ASCII.GetBytes(request.Target)),
            })(request, stream, cancellationToken),
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Name("other.example", Public).Http();

        var fetched = Assert.IsType<FetchResult.Fetched>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal("/4", Encoding.ASCII.GetString(fetched.Bytes.Span));
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = new RawHttpServer(Says(200, [1], "Set-Cookie: a=b; Path=/"), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        await http.GetBytesAsync(s_shop, null, default);
        await http.GetBytesAsync(s_shop, null, default);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.DoesNotContain("Cookie", request.Headers.Keys));
    }

    [Fact]
    public async Task A_status_that_is_no_success_is_told()
    {
        await using var server = new RawHttpServer(Says(404, "secret"u8.ToArray()), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal(("bad_status", "The address answered with status 404."), (refused.Reason, refused.Sentence));
    }

    [Fact]
    public async Task A_gzip_bomb_is_counted_as_it_unfolds()
    {
        var bomb = GzipOfZeroes(50_000_000);
        Assert.True(bomb.Length < 100_000);
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n{bomb.Length:x}\r\n", cancellationToken);
                await stream.WriteAsync(bomb, cancellationToken);
                await WriteAsync(stream, "\r\n0\r\n\r\n", cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        var before = GC.GetTotalAllocatedBytes();
        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, 1_000_000, default));

        Assert.Equal("too_large", refused.Reason);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 40_000_000);
    }

    [Fact]
    public async Task What_is_compressed_within_the_limit_arrives_whole()
    {
        await using var server = new RawHttpServer(Says(200, GzipOfZeroes(1_000_000), "Content-Encoding: gzip"), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        var exactly = await http.GetBytesAsync(s_shop, 1_000_000, default);
        var oneLess = await http.GetBytesAsync(s_shop, 999_999, default);

        Assert.Equal(1_000_000, Assert.IsType<FetchResult.Fetched>(exactly).Bytes.Length);
        Assert.Equal("too_large", Assert.IsType<FetchResult.Refused>(oneLess).Reason);
    }

    [Fact]
    public async Task An_endless_body_hits_the_size_cap()
    {
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n", cancellationToken);
                var chunk = new byte[65536];
                while (true)
                    await stream.WriteAsync(chunk, cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        Assert.Equal("too_large", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, 3_000_000, default)).Reason);
    }

    [Fact]
    public async Task A_claimed_length_over_the_cap_is_refused_before_the_body_is_read()
    {
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 25000001\r\n\r\n", cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        Assert.Equal("too_large", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default)).Reason);
    }

    [Fact]
    public async Task A_body_shorter_than_claimed_is_no_file()
    {
        await using var server = new RawHttpServer(
            (_, stream, cancellationToken) => WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", cancellationToken),
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        Assert.Equal("unreachable", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default)).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public async Task A_server_that_dribbles_hits_the_time_cap(string start)
    {
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, start, cancellationToken);
                while (start.Length > 0)
                {
                    await WriteAsync(stream, "a", cancellationToken);
                    await Task.Delay(50, cancellationToken);
                }

                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http(new NetOptions { FetchTimeoutSeconds = 1 });

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var refused = Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default));

        Assert.Equal("timeout", refused.Reason);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task A_flood_of_headers_is_cut_off()
    {
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\n", cancellationToken);
                for (var i = 0; ; i++)
                    await WriteAsync(stream, $"X-{i}: {new string('a', 1000)}\r\n", cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        Assert.Equal("unreachable", Assert.IsType<FetchResult.Refused>(await http.GetBytesAsync(s_shop, null, default)).Reason);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_a_result()
    {
        await using var server = new RawHttpServer((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetBytesAsync(s_shop, null, leaving.Token));
    }

    [Fact]
    public async Task A_post_sends_the_exact_bytes_and_brings_back_the_start_of_the_answer()
    {
        await using var server = new RawHttpServer(Says(429, Encoding.ASCII.GetBytes(new string('x', 10_000)), "Retry-After: 120"), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["webhook-id"] = "msg_1", ["User-Agent"] = "Mine/1" };

        var answered = Assert.IsType<PostResult.Answered>(await http.PostAsync(s_shop, "{\"a\": 1}"u8.ToArray(), headers, TimeSpan.FromSeconds(5), default));

        Assert.Equal(429, answered.Status);
        Assert.Equal(TimeSpan.FromSeconds(120), answered.RetryAfter);
        Assert.Equal(new string('x', 4096), Encoding.ASCII.GetString(answered.Excerpt.Span));
        Assert.InRange(answered.Elapsed.TotalSeconds, 0, 5);
        var request = Assert.Single(server.Requests);
        Assert.Equal("{\"a\": 1}", Encoding.ASCII.GetString(request.Body));
        Assert.Equal(("POST", "application/json", "msg_1", "Mine/1"), (request.Method, request.Headers["Content-Type"], request.Headers["webhook-id"], request.Headers["User-Agent"]));
    }

    [Fact]
    public async Task A_post_does_not_follow_a_redirect()
    {
        await using var server = new RawHttpServer(Says(307, [], "Location: /elsewhere"), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        var answered = Assert.IsType<PostResult.Answered>(
            await http.PostAsync(s_shop, default, new Dictionary<string, string>(), TimeSpan.FromSeconds(5), default));

        Assert.Equal(307, answered.Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_post_counts_by_its_status_although_the_answer_never_ends()
    {
        await using var server = new RawHttpServer(
            async (_, stream, cancellationToken) =>
            {
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\npart", cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();

        var answered = Assert.IsType<PostResult.Answered>(
            await http.PostAsync(s_shop, default, new Dictionary<string, string>(), TimeSpan.FromSeconds(1), default));

        Assert.Equal((200, "part"), (answered.Status, Encoding.ASCII.GetString(answered.Excerpt.Span)));
    }

    [Fact]
    public async Task Any_request_can_be_sent_and_its_answer_read_whole()
    {
        await using var server = new RawHttpServer(Says(201, "{\"id\":1}"u8.ToArray(), "Content-Type: application/json", "Link: <x>"), GuardedWorld.Certificate);
        using var http = new GuardedWorld { Port = server.Port }.Name("shop.example", Public).Http();
        using var request = new HttpRequestMessage(HttpMethod.Put, "https://shop.example/wp-json?a=b") { Content = new StringContent("hi") };
        request.Headers.Authorization = new("Basic", "dTpw");

        var answered = Assert.IsType<SendResult.Answered>(await http.SendAsync(request, 100, TimeSpan.FromSeconds(5), default));

        Assert.Equal((201, "{\"id\":1}", "application/json"), (answered.Status, Encoding.ASCII.GetString(answered.Body.Span), answered.ContentHeaders.ContentType!.MediaType));
        Assert.Equal("<x>", Assert.Single(answered.Headers.GetValues("Link")));
        var got = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "/wp-json?a=b", "Basic dTpw", "hi"), (got.Method, got.Target, got.Headers["Authorization"], Encoding.ASCII.GetString(got.Body)));
    }

    /// <summary>A leaf whose issuer is not sent along, only its address.</summary>
    private static X509Certificate2 CertificateThatNames(string issuerAddress)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest("CN=Somewhere else", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = issuerRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAddress]));
        using var signed = request.Create(issuer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using var made = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static byte[] GzipOfZeroes(int length)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(new byte[length]);
        return zipped.ToArray();
    }
}
