using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Ledger;

namespace Pixza.Testing;

/// <summary>The real host on a random port of the loopback, over a database and a data folder of its own.</summary>
public sealed class PixzaApp : IAsyncDisposable
{
    private readonly TestDatabase? ownDatabase;
    private readonly TemporaryFolder? ownFolder;
    private bool stopped;

    private PixzaApp(WebApplication host, TestDatabase database, string dataDir, TestDatabase? ownDatabase, TemporaryFolder? ownFolder)
    {
        Host = host;
        Database = database;
        DataDir = dataDir;
        this.ownDatabase = ownDatabase;
        this.ownFolder = ownFolder;
    }

    public WebApplication Host { get; }

    public TestDatabase Database { get; }

    public string DataDir { get; }

    public Uri Address => new(Host.Urls.First());

    /// <param name="configure">Changes configuration or services before the host is built.</param>
    /// <param name="settings">Such as <c>--Section:Name=value</c>.</param>
    public static async Task<PixzaApp> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        var database = await TestDatabase.CreateAsync();
        var folder = new TemporaryFolder();
        return await StartAsync(database, folder.Path, database, folder, configure, settings);
    }

    /// <summary>Another node on the same database and data folder.</summary>
    public Task<PixzaApp> StartNodeAsync(Action<WebApplicationBuilder>? configure = null, params string[] settings) =>
        StartAsync(Database, DataDir, null, null, configure, settings);

    /// <summary>An account with a live and a test key and, unless told otherwise, more requests per minute than any test makes.</summary>
    public async Task<TestAccount> SignUpAsync(long credits = 100, string plan = Plans.Free, int? rateLimit = 1_000_000)
    {
        var accounts = Host.Services.GetRequiredService<AccountService>();
        await using var connection = await Database.Database.OpenAsync(default);
        await using var transaction = await connection.BeginTransactionAsync();
        var id = await accounts.OpenAsync("person", "test", plan, rateLimit, transaction, default);
        if (credits > 0)
            await Host.Services.GetRequiredService<CreditLedger>().GrantAsync(new Movement(id, credits, null, "test"), default, transaction);
        await transaction.CommitAsync();

        var live = await KeyAsync(new NewKey(id, true, "live", "test"));
        var test = await KeyAsync(new NewKey(id, false, "test", "test"));
        return new TestAccount(id, live, test, Client(live), Client(test));
    }

    public Task GrantAsync(TestAccount account, long credits) =>
        Host.Services.GetRequiredService<CreditLedger>().GrantAsync(new Movement(account.Id, credits, null, "test"), default);

    public async Task<string> KeyAsync(NewKey wish) =>
        ((CreateKeyResult.Created)await Host.Services.GetRequiredService<ApiKeys>().CreateAsync(wish, default)).Secret;

    /// <param name="key">The API key that is sent; null: none.</param>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(100) };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(default);
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.Database.OpenAsync(default);
        await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>Stops the host as a stop signal would; the database stays.</summary>
    public async Task StopAsync()
    {
        if (stopped)
            return;
        stopped = true;
        await Host.StopAsync();
        await Host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (ownDatabase is not null)
            await ownDatabase.DisposeAsync();
        ownFolder?.Dispose();
    }

    private static async Task<PixzaApp> StartAsync(
        TestDatabase database, string dataDir, TestDatabase? ownDatabase, TemporaryFolder? ownFolder, Action<WebApplicationBuilder>? configure, string[] settings)
    {
        // Known beforehand, so that the addresses that Pixza answers lead to it.
        var address = $"http://127.0.0.1:{FreePort()}";
        var host = PixzaHost.Build(
            [
                $"--ConnectionStrings:Pixza={database.ConnectionString}", $"--Pixza:DataDir={dataDir}", $"--urls={address}", $"--Pixza:PublicUrl={address}",
                "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning", .. settings,
            ],
            configure);
        await host.StartAsync();
        return new PixzaApp(host, database, dataDir, ownDatabase, ownFolder);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>An account of a test and clients that call with its keys.</summary>
public sealed record TestAccount(Guid Id, string LiveKey, string TestKey, HttpClient Live, HttpClient Test);
