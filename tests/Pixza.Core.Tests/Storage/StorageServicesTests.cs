using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pixza.Core.Storage;
using Pixza.Testing;

namespace Pixza.Core.Tests.Storage;

public sealed class StorageServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task By_default_objects_lie_in_the_data_folder_and_are_read_below_cdn()
    {
        await using var services = Services(("Pixza:PublicUrl", "https://pixza.example"));

        Assert.IsType<LocalObjectStore>(services.GetRequiredService<IObjectStore>());
        Assert.True(Directory.Exists(_folder.PathOf("objects")));
        Assert.Equal("https://pixza.example/cdn/gen/a.png", services.GetRequiredService<OutputAddresses>().AddressOf("gen/a.png"));
    }

    [Fact]
    public async Task A_bucket_is_used_when_it_is_configured()
    {
        await using var services = Services(
            ("Storage:Kind", "s3"), ("Storage:S3:Bucket", "b"), ("Storage:S3:AccessKey", "k"), ("Storage:S3:SecretKey", "s"), ("Storage:PublicUrl", "https://cdn.example/x"));

        Assert.IsType<S3ObjectStore>(services.GetRequiredService<IObjectStore>());
        Assert.Equal("https://cdn.example/x/gen/a.png", services.GetRequiredService<OutputAddresses>().AddressOf("gen/a.png"));
    }

    [Theory]
    [InlineData("Storage:Kind", "ftp")]
    [InlineData("Storage:Kind", "s3")]
    [InlineData("Storage:PublicUrl", "ftp://cdn.example/")]
    [InlineData("Storage:PublicUrl", "https://cdn.example/?a=b")]
    public async Task A_wrong_setting_stops_the_start(string key, string value)
    {
        await using var services = Services((key, value));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);
    }

    [Theory]
    [InlineData("https://pixza.example/cdn/gen/abc.jpg", "gen/abc.jpg")]
    [InlineData("https://pixza.example/cdn/in/abc.webp", "in/abc.webp")]
    [InlineData("https://pixza.example/cdn/gen/abc.jpg?x=1", null)]
    [InlineData("https://pixza.example/cdn/gen/../in/abc.jpg", null)]
    [InlineData("https://pixza.example/cdn/", null)]
    [InlineData("https://pixza.example.evil.example/cdn/gen/abc.jpg", null)]
    [InlineData("http://pixza.example/cdn/gen/abc.jpg", null)]
    public async Task Our_own_address_leads_back_to_the_name(string address, string? name)
    {
        await using var services = Services(("Pixza:PublicUrl", "https://pixza.example/"));

        Assert.Equal(name, services.GetRequiredService<OutputAddresses>().NameOf(address));
    }

    private ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Pixza:DataDir", _folder.Path), .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))])
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddStorage().BuildServiceProvider();
    }
}
