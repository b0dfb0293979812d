using Microsoft.Extensions.Options;
using Pixza.Core.Storage;
using Pixza.Testing.Node;

namespace Pixza.Core.Tests.Storage;

public sealed class S3ObjectStoreTests(S3ObjectStoreTests.Server server) : ObjectStoreContract, IClassFixture<S3ObjectStoreTests.Server>, IDisposable
{
    private readonly S3ObjectStore _store = Open(server.S3.Endpoint);

    protected override IObjectStore Store => _store;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_type_and_the_caching_are_stored_with_the_object()
    {
        var name = NewName();
        await _store.PutAsync(name, new byte[] { 1 }, "image/png", default);

        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{server.S3.Endpoint}/{S3Server.Bucket}/{name}");

        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["public, max-age=31536000, immutable"], answer.Headers.NonValidated["Cache-Control"]);
    }

    [Fact]
    public async Task A_missing_bucket_is_a_fault_and_not_a_missing_object()
    {
        using var store = Open(server.S3.Endpoint, bucket: "nowhere");

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(NewName(), new byte[] { 1 }, "image/png", default));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.StatAsync(NewName(), default));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenAsync(NewName(), 0, null, default));
    }

    [Fact]
    public async Task A_wrong_key_is_a_fault_that_does_not_tell_the_secret()
    {
        using var store = Open(server.S3.Endpoint, accessKey: "SOMEBODY");

        var thrown = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(NewName(), new byte[] { 1 }, "image/png", default));

        Assert.DoesNotContain(S3Server.SecretKey, thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_a_fault()
    {
        using var store = Open("http://127.0.0.1:1");

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.StatAsync(NewName(), default));
    }

    private static S3ObjectStore Open(string endpoint, string bucket = S3Server.Bucket, string accessKey = S3Server.AccessKey) =>
        new(Options.Create(new StorageOptions
        {
            Kind = "s3",
            S3 = { Endpoint = endpoint, Bucket = bucket, AccessKey = accessKey, SecretKey = S3Server.SecretKey },
        }));

    public sealed class Server : IAsyncLifetime
    {
        public S3Server S3 { get; private set; } = null!;

        public async ValueTask InitializeAsync() => S3 = await S3Server.StartAsync();

        public ValueTask DisposeAsync() => S3.DisposeAsync();
    }
}
