using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Database;
using Pixza.Core.Ids;

namespace Pixza.Api.Operator;

/// <summary>The services of the host, with its configuration and a database of this version, for a command that does not serve.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly LocalHosting local = new();
    private readonly WebApplication app;

    private Session(WebApplication app) => this.app = app;

    public static async Task<Session> OpenAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var session = new Session(PixzaHost.Build([.. arguments.Settings], QuietLogs));
        try
        {
            await session.local.OpenAsync(session.app.Configuration, serves: false, Say, cancellationToken);
            await session.Get<Migrator>().MigrateAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
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
