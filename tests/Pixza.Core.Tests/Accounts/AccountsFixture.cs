using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Configuration;
using Pixza.Core.Accounts;
using Pixza.Core.Ledger;
using Pixza.Testing;

namespace Pixza.Core.Tests.Accounts;

/// <summary>A database, and as many nodes over it as a test asks for.</summary>
public sealed class AccountsFixture : IAsyncLifetime
{
    private readonly List<ServiceProvider> nodes = [];
    private TestDatabase? database;

    public TestDatabase Database => database ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    /// <summary>The services of one node; its loops run only where a test starts them.</summary>
    public ServiceProvider Node(TimeProvider? clock = null, Action<SignupOptions>? signup = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton(Database.Database);
        services.AddLedger();
        services.AddAccounts();
        services.Configure<SignupOptions>(options =>
        {
            options.PerHourPerAddress = 1_000;
            options.SignInsPerAddress = 1_000;
            signup?.Invoke(options);
        });
        var node = services.BuildServiceProvider();
        nodes.Add(node);
        return node;
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>An account with a user, made without the quarter of a second that a password costs.</summary>
    public async Task<Guid> AccountAsync(string plan = Plans.Free, int? rateLimit = null)
    {
        var service = Node().GetRequiredService<AccountService>();
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        var id = await service.OpenAsync("person", "somebody", plan, rateLimit, transaction, CancellationToken.None);
        await transaction.CommitAsync();
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();

        if (database is not null)
            await database.DisposeAsync();
    }
}
