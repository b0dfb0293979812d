using System.Data;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Pixza.Core.Database;

/// <summary>
/// The two ways into PostgreSQL: the application's role, which owns nothing and cannot change a transfer, and the owner, which migrates.
/// With one connection string Pixza makes the second role itself (see <see cref="ApplicationRole"/>).
/// </summary>
public sealed class PixzaDatabase : IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> application;
    private readonly Lazy<NpgsqlDataSource> reads;

    static PixzaDatabase()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new UtcHandler());
    }

    /// <param name="ownerConnectionString">ConnectionStrings:Pixza: a user that may create schemas and roles.</param>
    /// <param name="maxPoolSize">Connections of this node. Small on purpose: 8–16 serve more, and steadier, than 100.</param>
    public PixzaDatabase(string ownerConnectionString, int maxPoolSize = 12)
    {
        OwnerConnectionString = new NpgsqlConnectionStringBuilder(ownerConnectionString)
        {
            MaxPoolSize = 2,
            ApplicationName = "pixza migrate",
        }.ConnectionString;
        Role = ApplicationRole.For(OwnerConnectionString);
        application = new(() => NpgsqlDataSource.Create(Application(maxPoolSize, multiplexing: false)));
        reads = new(() => NpgsqlDataSource.Create(Application(4, multiplexing: true)));
    }

    public string OwnerConnectionString { get; }

    public ApplicationRole Role { get; }

    /// <summary>Every statement of the application.</summary>
    public NpgsqlDataSource Source => application.Value;

    /// <summary>Single statements without a transaction, many at once over few connections.</summary>
    public NpgsqlDataSource Reads => reads.Value;

    /// <summary>The application's connection string, for libraries that open their own connections.</summary>
    public string ConnectionString => Application(4, multiplexing: false);

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => Source.OpenConnectionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (application.IsValueCreated)
            await application.Value.DisposeAsync();
        if (reads.IsValueCreated)
            await reads.Value.DisposeAsync();
    }

    // Generic plans: every statement finds its rows by index whatever the values, and planning a set-based one costs more than running it.
    private string Application(int maxPoolSize, bool multiplexing) => new NpgsqlConnectionStringBuilder(OwnerConnectionString)
    {
        Username = Role.Name,
        Password = Role.Password,
        ApplicationName = "pixza",
        MaxPoolSize = maxPoolSize,
        Pooling = true,
        MinPoolSize = 1,
        Multiplexing = multiplexing,
        MaxAutoPrepare = 60,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        Options = "-c plan_cache_mode=force_generic_plan -c idle_in_transaction_session_timeout=60000",
    }.ConnectionString;

    private sealed class UtcHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime utc => new DateTimeOffset(utc, TimeSpan.Zero),
            DateTimeOffset other => other.ToUniversalTime(),
            _ => throw new DataException($"{value.GetType()} is no time"),
        };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }
}

/// <summary>
/// The login role that the application works under. Its password follows from the owner's (HMAC-SHA256), so that every node
/// derives the same one and nothing else has to be configured or stored.
/// </summary>
public sealed record ApplicationRole(string Name, string Password)
{
    public static ApplicationRole For(string ownerConnectionString)
    {
        var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString);
        var name = $"{owner.Database ?? "pixza"}_app";
        var password = HMACSHA256.HashData(Encoding.UTF8.GetBytes(owner.Password ?? ""), Encoding.UTF8.GetBytes($"pixza application role {name}"));
        return new ApplicationRole(name, Convert.ToHexStringLower(password));
    }
}
