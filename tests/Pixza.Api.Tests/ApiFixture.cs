using Pixza.Testing;

[assembly: AssemblyFixture(typeof(Pixza.Api.Tests.ApiFixture))]

namespace Pixza.Api.Tests;

/// <summary>One host that all tests share; each test signs up an account of its own.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public PixzaApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await PixzaApp.StartAsync(null, "--Providers:Preview=true");

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
