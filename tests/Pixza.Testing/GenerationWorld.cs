using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pixza.Core.Accounts;
using Pixza.Core.Database;
using Pixza.Core.Generations;
using Pixza.Core.Ledger;
using Pixza.Core.Models;
using Pixza.Core.Net;
using Pixza.Core.Providers;
using Pixza.Core.Storage;

namespace Pixza.Testing;

/// <summary>Core as the host composes it, without HTTP, on a database of its own, with the vendors that a test gives. Several nodes may share one database.</summary>
public sealed class GenerationWorld : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<IHost> hosts = [];

    private GenerationWorld(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public GenerationService Generations => Node(0).GetRequiredService<GenerationService>();

    public CreditLedger Ledger => Node(0).GetRequiredService<CreditLedger>();

    /// <summary>A model "test-model" (3 credits) and a video model "test-video" (20), served by the given vendors in order.</summary>
    public static async Task<GenerationWorld> CreateAsync(params IProvider[] vendors)
    {
        var world = new GenerationWorld(await TestDatabase.CreateAsync());
        await world.AddNodeAsync(vendors);
        return world;
    }

    public IServiceProvider Node(int index) => hosts[index].Services;

    public async Task AddNodeAsync(IProvider[] vendors, Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pixza:PublicUrl"] = "http://pixza.test",
            ["Pixza:DataDir"] = folder.Path,
            ["Storage:Fsync"] = "false",
            ["Jobs:LeaseSeconds"] = "2",
            ["Jobs:PollMilliseconds"] = "30",
            ["Net:AllowPrivateAddresses"] = "true",
            ["Net:AllowHttp"] = "true",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(Database.Database)
            .AddLedger().AddNet().AddStorage().AddProviderRoutes().AddAccounts().AddGenerations().AddSingleton(Catalogue(vendors));
        foreach (var vendor in vendors)
            builder.Services.AddSingleton(vendor);
        more?.Invoke(builder.Services);
        var host = builder.Build();
        hosts.Add(host);
        await host.StartAsync();
    }

    public static ModelCatalogue Catalogue(IReadOnlyList<IProvider> vendors)
    {
        var image = ModelCatalogue.Load(null).Find("flux-dev")! with
        {
            Id = "test-model",
            Credits = 3,
            Routes = [.. vendors.Select(vendor => new ModelRoute(vendor.Name, $"{vendor.Name}-1"))],
            TimeLimitSeconds = 5,
        };
        return new ModelCatalogue([.. ModelCatalogue.Load(null).Models, image, image with { Id = "test-video", Type = "video", Credits = 20 }]);
    }

    public async Task<Guid> AccountAsync(long credits)
    {
        var id = Guid.CreateVersion7();
        await using (var connection = await Database.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("""
                insert into accounts.accounts (id, kind, name, webhook_secret, created_at, changed_at) values (@id, 'person', 'Test', decode(repeat('00', 24), 'hex'), now(), now());
                insert into ledger.accounts (owner_id) values (@id)
                """, new { id });
        }

        if (credits > 0)
            await Ledger.GrantAsync(new Movement(id, credits, Reason: "test"), CancellationToken.None);
        return id;
    }

    public static StartGeneration Wish(Guid account, string model = "test-model", string? key = null) => new()
    {
        AccountId = account,
        Channel = "api",
        LiveMode = true,
        Type = model == "test-video" ? "video" : "image",
        Prompt = "a red kettle",
        Model = model,
        IdempotencyKey = key,
    };

    public async Task<Generation> RunAsync(StartGeneration wish)
    {
        var started = (StartResult.Started)await Generations.StartAsync(wish, CancellationToken.None);
        return (await Generations.WaitAsync(wish.AccountId, wish.LiveMode, started.Generation.Id, TimeSpan.FromSeconds(30), CancellationToken.None))!;
    }

    public async Task<(long Available, long Held)> BalanceAsync(Guid account)
    {
        var balance = await Ledger.BalanceAsync(account, CancellationToken.None);
        return (balance!.Available, balance.Held);
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public T Service<T>()
        where T : notnull => Node(0).GetRequiredService<T>();

    /// <summary>Waits until the query says true, 20 s at most.</summary>
    public async Task UntilAsync(string sql)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await ScalarAsync<bool>(sql))
            await Task.Delay(20, limit.Token);
    }

    /// <summary>Differences in the books; none when all is well.</summary>
    public Task<IReadOnlyList<string>> VerifyAsync() => Node(0).GetRequiredService<LedgerVerifier>().VerifyAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        await Database.DisposeAsync();
        folder.Dispose();
    }
}
