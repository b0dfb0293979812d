using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Database;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary>The services of the host, with its configuration and a database of this version, for a command that does not serve.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly LocalHosting local;
    private readonly WebApplication app;

    private Session(LocalHosting local, WebApplication app) => (this.local, this.app) = (local, app);

    /// <param name="migrate">Whether to bring the database to this version at once.</param>
    public static async Task<Session> OpenAsync(Arguments arguments, CancellationToken cancellationToken, bool migrate = true)
    {
        string[] settings = [.. arguments.Settings];
        var database = new LocalHosting();
        try
        {
            await database.OpenAsync(settings, serves: false, Say, cancellationToken);
            var session = new Session(database, PixzaHost.Build(settings, builder =>
            {
                database.Configure(builder);
                QuietLogs(builder);
            }));
            if (migrate)
                await session.Get<Migrator>().MigrateAsync(cancellationToken);
            return session;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The account that <c>--account</c> names, by its id or by its owner's e-mail.</summary>
    public async Task<Account> AccountAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var named = arguments.Text("account")!;
        var directory = Get<AccountDirectory>();
        var account = PublicId.TryParse(PublicId.Account, named, out var id) || Guid.TryParse(named, out id)
            ? await directory.GetAsync(id, cancellationToken)
            : await directory.FindByEmailAsync(named, cancellationToken);
        return account ?? throw new RefusedException($"There is no account \"{named}\". Name it by its id (acct_…) or its owner's e-mail.");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await local.DisposeAsync();
    }

    /// <summary>Progress goes to the error output: the other one is the command's answer.</summary>
    internal static void Say(string line) => Console.Error.WriteLine($"pixza: {line}");

    internal static void QuietLogs(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
    }
}
