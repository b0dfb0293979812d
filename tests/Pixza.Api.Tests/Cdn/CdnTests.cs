using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Storage;
using Pixza.Testing;

namespace Pixza.Api.Tests.Cdn;

public sealed class CdnTests(ApiFixture fixture)
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task An_output_is_public_cached_for_ever_and_cannot_run_anything()
    {
        using var client = app.Client();

        using var answer = await client.GetAsync(await PutAsync());

        Assert.Equal(s_bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("bytes", answer.Headers.AcceptRanges.Single());
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=990-", 990, 10)]
    [InlineData("bytes=990-5000", 990, 10)]
    [InlineData("bytes=-10", 990, 10)]
    [InlineData("bytes=-5000", 0, 1000)]
    [InlineData("bytes=999-999", 999, 1)]
    public async Task A_range_is_served(string range, int offset, int length)
    {
        using var answer = await RangeAsync(await PutAsync(), range);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {offset}-{offset + length - 1}/1000", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(s_bytes[offset..(offset + length)], await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=0-1,5-9")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=9-1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    public async Task What_is_no_single_range_is_answered_in_full(string range)
    {
        using var answer = await RangeAsync(await PutAsync(), range);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1000, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_the_file_is_416(string range)
    {
        using var answer = await RangeAsync(await PutAsync(), range);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal("bytes */1000", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task Who_has_it_already_gets_304_and_a_part_of_another_one_is_not_mixed_in()
    {
        using var client = app.Client();
        var path = await PutAsync();
        var etag = (await client.GetAsync(path)).Headers.ETag!;
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { etag } } };
        using var part = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(0, 1), IfRange = new RangeConditionHeaderValue("\"other\"") } };

        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(known)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(part)).StatusCode);
    }

    [Fact]
    public async Task Head_tells_the_length_and_sends_nothing()
    {
        using var client = app.Client();

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, await PutAsync()));

        Assert.Equal(1000, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/cdn/in/01k3x9v6q8e5t2r7y1n4m0abcd.png")]
    [InlineData("/cdn/gen/01k3x9v6q8e5t2r7y1n4m0abcd.png")]
    [InlineData("/cdn/gen/..%2f..%2fetc%2fpasswd")]
    [InlineData("/cdn/gen/../in/x.png")]
    [InlineData("/cdn/gen/")]
    [InlineData("/cdn/")]
    public async Task Nothing_else_is_reachable(string path)
    {
        await app.Host.Services.GetRequiredService<IObjectStore>().PutAsync("in/01k3x9v6q8e5t2r7y1n4m0abcd.png", s_bytes, "image/png", default);
        using var client = app.Client();

        using var answer = await client.GetAsync(path);

        await answer.ErrorAsync(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<HttpResponseMessage> RangeAsync(string path, string range)
    {
        using var client = app.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Range", range);
        return await client.GetAsync(path);
    }

    private async Task<string> PutAsync()
    {
        var name = $"gen/{Pixza.Core.Ids.Tokens.New()}.jpg";
        await app.Host.Services.GetRequiredService<IObjectStore>().PutAsync(name, s_bytes, "image/jpeg", default);
        return $"/cdn/{name}";
    }
}
