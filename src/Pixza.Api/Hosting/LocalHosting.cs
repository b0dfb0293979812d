using Pixza.Core.Database.LocalCluster;

namespace Pixza.Api.Hosting;

/// <summary>What a Pixza without a configured server brings itself: PostgreSQL in the data folder, given back at the end.</summary>
public sealed class LocalHosting : IAsyncDisposable
{
    private FileLock? folder;
    private LocalPostgres? postgres;

    /// <summary>Starts or joins the own PostgreSQL and sets ConnectionStrings:Pixza to it; does nothing where that is configured.</summary>
    /// <param name="serves">Whether the data folder is wanted for a server, of which it takes one at a time.</param>
    /// <exception cref="LocalClusterException">The folder is taken, or PostgreSQL cannot be started; the message tells the way out.</exception>
    public async Task OpenAsync(IConfiguration configuration, bool serves, Action<string> say, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(configuration.GetConnectionString("Pixza")))
            return;

        var data = DataFolder.Open(configuration[$"{PixzaOptions.Section}:{nameof(PixzaOptions.DataDir)}"] ?? new PixzaOptions().DataDir);
        if (serves)
            folder = DataFolder.TakeForServer(data);
        postgres = await LocalPostgres.StartAsync(data, say, cancellationToken: cancellationToken);
        configuration["ConnectionStrings:Pixza"] = postgres.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        folder?.Dispose();
    }
}
