using Pixza.Core.Database;

namespace Pixza.Api.Operator;

/// <summary><c>migrate</c>: brings the database to this version, without serving.</summary>
public static class Migrate
{
    public static Verb Verb { get; } = new("migrate", "Brings the database to this version; serve does so as well.", [], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        await using var session = await Session.OpenAsync(arguments, cancellationToken, migrate: false);
        var applied = await session.Get<Migrator>().MigrateAsync(cancellationToken);
        await output.WriteLineAsync(applied == 0 ? "The database is up to date." : $"Applied {applied} migrations.");
        return 0;
    }
}
