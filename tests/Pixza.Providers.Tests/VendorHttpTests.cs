using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Net;
using Pixza.Testing.Net;
using static Pixza.Testing.Net.RawHttpServer;

namespace Pixza.Providers.Tests;

public sealed class VendorHttpTests : IAsyncDisposable
{
    private readonly List<ServiceProvider> _services = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();
    }

    [Theory]
    [InlineData("https://api.vendor.example/v1", true, true)]
    [InlineData("https://API.vendor.example/v1", true, true)]
    [InlineData("https://eu2.api.vendor.example/poll", true, true)]
    [InlineData("https://files.vendor.example/a.png", false, true)]
    [InlineData("https://x.cdn.example/a.png", false, true)]
    [InlineData("https://cdn.example/a.png", false, false)]
    [InlineData("https://evilcdn.example/a.png", false, false)]
    [InlineData("https://vendor.example/", false, false)]
    [InlineData("https://api.vendor.example.evil.example/", false, false)]
    [InlineData("http://api.vendor.example/v1", false, false)]
    [InlineData("https://api.vendor.example:8443/v1", false, false)]
    [InlineData("https://user@api.vendor.example/v1", false, false)]
    [InlineData("https://169.254.169.254/", false, false)]
    public void A_vendor_knows_its_hosts(string address, bool isApi, bool isKnown)
    {
        var vendor = new Vendor("v", new Uri("https://api.vendor.example/v1/"), "x-key", "k", [".api.vendor.example"], ["files.vendor.example", ".cdn.example"]);

        Assert.Equal((isApi, isKnown), (vendor.IsApi(new Uri(address)), vendor.IsKnown(new Uri(address))));
    }

    [Fact]
    public async Task The_key_goes_to_the_api_and_not_to_the_result_host()
    {
        await using var files = new RawHttpServer(Says(200, [1, 2], "Content-Type: image/png"));
        await using var api = new RawHttpServer(Says(200, "{}"u8.ToArray()));
        var (http, vendor) = Open(api, files);

        Assert.Equal("{}", await http.Api(vendor).GetStringAsync("submit"));
        var fetched = Assert.IsType<FetchResult.Fetched>(await http.FetchAsync(vendor, AddressOf(files), 100, default));

        Assert.Equal([1, 2], fetched.Bytes.ToArray());
        Assert.Equal(("/v1/submit", "secret"), (api.Requests[0].Target, api.Requests[0].Headers["x-key"]));
        Assert.DoesNotContain("x-key", files.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task A_key_hung_on_by_hand_does_not_reach_the_result_host_either()
    {
        await using var files = new RawHttpServer(Says(200, []));
        await using var api = new RawHttpServer(Says(200, []));
        var (http, vendor) = Open(api, files);
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(files));
        request.Headers.Add("x-key", "secret");

        using var answer = await http.Api(vendor).SendAsync(request);

        Assert.DoesNotContain("x-key", Assert.Single(files.Requests).Headers.Keys);
    }

    [Fact]
    public async Task The_api_is_not_followed_elsewhere()
    {
        await using var stranger = new RawHttpServer(Says(200, []));
        await using var api = new RawHttpServer(Says(307, [], $"Location: {AddressOf(stranger)}"));
        var (http, vendor) = Open(api);

        using var answer = await http.Api(vendor).PostAsync("submit", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Empty(stranger.Requests);
    }

    [Fact]
    public async Task No_other_host_is_reached()
    {
        await using var stranger = new RawHttpServer(Says(200, []));
        await using var api = new RawHttpServer(Says(200, []));
        var (http, vendor) = Open(api);

        await Assert.ThrowsAsync<UnknownVendorHostException>(() => http.Api(vendor).GetAsync(AddressOf(stranger)));
        var refused = Assert.IsType<FetchResult.Refused>(await http.FetchAsync(vendor, AddressOf(stranger), 100, default));

        Assert.Equal("address_not_allowed", refused.Reason);
        Assert.Empty(stranger.Requests);
    }

    [Fact]
    public async Task A_results_redirects_stay_among_the_known_hosts_and_lose_the_key()
    {
        await using var stranger = new RawHttpServer(Says(200, []));
        await using var files = new RawHttpServer((request, stream, cancellationToken) =>
            (request.Target == "/out" ? Says(302, [], $"Location: {AddressOf(stranger)}") : Says(200, [7]))(request, stream, cancellationToken));
        await using var api = new RawHttpServer((request, stream, cancellationToken) =>
            (request.Target == "/loop" ? Says(302, [], "Location: /loop") : Says(302, [], $"Location: {new Uri(AddressOf(files), request.Target)}"))(request, stream, cancellationToken));
        var (http, vendor) = Open(api, files);

        var fetched = await http.FetchAsync(vendor, new Uri(AddressOf(api), "/in"), 100, default);
        var left = await http.FetchAsync(vendor, new Uri(AddressOf(api), "/out"), 100, default);
        var looped = await http.FetchAsync(vendor, new Uri(AddressOf(api), "/loop"), 100, default);

        Assert.Equal([7], Assert.IsType<FetchResult.Fetched>(fetched).Bytes.ToArray());
        Assert.Equal("address_not_allowed", Assert.IsType<FetchResult.Refused>(left).Reason);
        Assert.Equal("too_many_redirects", Assert.IsType<FetchResult.Refused>(looped).Reason);
        Assert.All(files.Requests, request => Assert.DoesNotContain("x-key", request.Headers.Keys));
        Assert.Empty(stranger.Requests);
    }

    [Fact]
    public async Task Size_and_time_are_bounded()
    {
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(new byte[2_000_000]);
        await using var files = new RawHttpServer((request, stream, cancellationToken) => request.Target switch
        {
            "/bomb" => Says(200, bomb.ToArray(), "Content-Encoding: gzip")(request, stream, cancellationToken),
            "/gone" => Says(404, [])(request, stream, cancellationToken),
            _ => Task.Delay(Timeout.Infinite, cancellationToken),
        });
        await using var api = new RawHttpServer(Says(200, bomb.ToArray(), "Content-Encoding: gzip"));
        var (http, vendor) = Open(api, files);

        var large = await http.FetchAsync(vendor, new Uri(AddressOf(files), "/bomb"), 1_000_000, default);
        var gone = await http.FetchAsync(vendor, new Uri(AddressOf(files), "/gone"), 1_000_000, default);
        var slow = await http.FetchAsync(vendor, new Uri(AddressOf(files), "/slow"), 1_000_000, default);

        Assert.Equal("too_large", Assert.IsType<FetchResult.Refused>(large).Reason);
        Assert.Equal("bad_status", Assert.IsType<FetchResult.Refused>(gone).Reason);
        Assert.Equal("timeout", Assert.IsType<FetchResult.Refused>(slow).Reason);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.Api(vendor).GetStringAsync("submit"));
    }

    [Fact]
    public void A_vendor_does_not_print_its_key() =>
        Assert.DoesNotContain("secret", new Vendor("v", new Uri("https://v.example/"), "x-key", "secret", [], []).ToString(), StringComparison.Ordinal);

    private (VendorHttp Http, Vendor Vendor) Open(RawHttpServer api, RawHttpServer? files = null)
    {
        var vendor = new Vendor("v", new Uri(AddressOf(api), "/v1/"), "x-key", "secret", [], files is null ? [] : [AddressOf(files).ToString()])
        {
            FetchTimeout = TimeSpan.FromSeconds(2),
            MaxAnswerBytes = 1_000_000,
        };
        var services = new ServiceCollection().AddVendorHttp(vendor).BuildServiceProvider();
        _services.Add(services);
        return (services.GetRequiredService<VendorHttp>(), vendor);
    }

    private static Uri AddressOf(RawHttpServer server) => new($"http://127.0.0.1:{server.Port}/");
}
