using Pixza.Core.Database;

namespace Pixza.Api.Hosting;

public static class DatabaseSetup
{
    /// <summary>Registers the database and its migrator. The connection string is read when first used, so that a host that starts its own server can set it.</summary>
    public static void AddPixzaDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => new PixzaDatabase(
            configuration.GetConnectionString("Pixza")
            ?? throw new InvalidOperationException("ConnectionStrings:Pixza is not set. Start with ./run, which brings its own PostgreSQL, or set it.")));
        services.AddSingleton(MigrationSource.Core);
        services.AddSingleton<Migrator>();
    }
}
