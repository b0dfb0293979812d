using Pixza.Core.Database.LocalCluster;

namespace Pixza.Api.Hosting;

/// <summary>What a Pixza without a configured server brings itself: PostgreSQL in the data folder, given back at the end.</summary>
public sealed class LocalHosting : IAsyncDisposable
{
    private FileLock? folder;
    private LocalPostgres? postgres;

    /// <summary>Starts or joins the own PostgreSQL; does nothing where ConnectionStrings:Pixza is configured.</summary>
    /// <param name="args">What the host will be built with.</param>
    /// <param name="serves">Whether the data folder is wanted for a server, of which it takes one at a time.</param>
    /// <exception cref="LocalClusterException">The folder is taken, or PostgreSQL cannot be started; the message tells the way out.</exception>
    public async Task OpenAsync(string[] args, bool serves, Action<string> say, CancellationToken cancellationToken)
    {
        // The host opens its database while it is built, so its configuration is read once before.
        var configuration = WebApplication.CreateBuilder(PixzaHost.Options(args)).Configuration;
        if (!string.IsNullOrWhiteSpace(configuration.GetConnectionString("Pixza")))
            return;

        var data = DataFolder.Open(configuration[$"{PixzaOptions.Section}:{nameof(PixzaOptions.DataDir)}"] ?? new PixzaOptions().DataDir);
        if (serves)
            folder = DataFolder.TakeForServer(data);
        postgres = await LocalPostgres.StartAsync(data, say, cancellationToken: cancellationToken);
    }

    /// <summary>Lets the host know of the own PostgreSQL.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        if (postgres is not null)
            builder.Configuration["ConnectionStrings:Pixza"] = postgres.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        folder?.Dispose();
    }
}
