using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pixza.Core.Database;

/// <summary>
/// Applies the numbered SQL files embedded under Database/Migrations, each once, in name order, in its own transaction. Forward only:
/// a file that was applied and differs now stops the start. Safe when many nodes start at once: one migrates, the others wait.
/// </summary>
/// <param name="sources">The assemblies with migrations; each numbers its own.</param>
public sealed class Migrator(PixzaDatabase database, IEnumerable<MigrationSource> sources, TimeProvider clock, ILogger<Migrator> log)
{
    /// <returns>How many files were applied now.</returns>
    /// <exception cref="MigrationException">An applied file was changed or is missing, or a statement failed.</exception>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(LockSql, cancellationToken: cancellationToken, commandTimeout: 600));
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(BookSql, cancellationToken: cancellationToken));
            await EnsureRoleAsync(connection, cancellationToken);
            var applied = 0;
            foreach (var source in sources)
                applied += await ApplyAsync(connection, source, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(GrantSql(database.Role.Name), cancellationToken: cancellationToken));
            return applied;
        }
        finally
        {
            await connection.ExecuteAsync(UnlockSql);
        }
    }

    private async Task<int> ApplyAsync(NpgsqlConnection connection, MigrationSource source, CancellationToken cancellationToken)
    {
        var known = (await connection.QueryAsync<(string Name, byte[] Checksum)>(
            new CommandDefinition(AppliedSql, new { source = source.Name }, cancellationToken: cancellationToken))).ToDictionary(row => row.Name, row => row.Checksum);
        var files = source.Read();
        if (known.Keys.Except(files.Select(file => file.Name)).FirstOrDefault() is { } unknown)
            throw new MigrationException($"The database has migration {source.Name}/{unknown}, which this version does not know. Start the newer version, or restore a backup.");

        var applied = 0;
        foreach (var file in files)
        {
            var checksum = SHA256.HashData(Encoding.UTF8.GetBytes(file.Sql));
            if (known.TryGetValue(file.Name, out var before))
            {
                if (!checksum.AsSpan().SequenceEqual(before))
                    throw new MigrationException($"Migration {source.Name}/{file.Name} was applied and has been changed since. Put it back and write a new one.");
                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                await connection.ExecuteAsync(new CommandDefinition(file.Sql, transaction: transaction, cancellationToken: cancellationToken, commandTimeout: 0));
            }
            catch (PostgresException e)
            {
                throw new MigrationException($"Migration {source.Name}/{file.Name} failed and was rolled back: {e.MessageText}", e);
            }

            await connection.ExecuteAsync(new CommandDefinition(
                RecordSql, new { source = source.Name, file.Name, checksum, now = clock.GetUtcNow() }, transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            log.LogInformation("Applied migration {Source}/{Name}", source.Name, file.Name);
            applied++;
        }

        return applied;
    }

    private async Task EnsureRoleAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                RoleSql(database.Role.Name, database.Role.Password), cancellationToken: cancellationToken));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                $"The user of ConnectionStrings:Pixza may not make the application's role \"{database.Role.Name}\". Give it CREATEROLE, or make it a superuser of its own server.", e);
        }
    }

    // One lock for all nodes, of the session, so that it also covers the statements between the files' transactions.
    private const string LockSql = "select pg_advisory_lock(6220715031)";

    private const string UnlockSql = "select pg_advisory_unlock(6220715031)";

    private const string BookSql = """
        create schema if not exists pixza;
        create table if not exists pixza.migrations (
          source text not null, name text not null, checksum bytea not null, applied_at timestamptz not null, primary key (source, name))
        """;

    private const string AppliedSql = "select name, checksum from pixza.migrations where source = @source";

    private const string RecordSql = "insert into pixza.migrations (source, name, checksum, applied_at) values (@source, @name, @checksum, @now)";

    private static string RoleSql(string name, string password) => $"""
        do $$ begin
          if not exists (select 1 from pg_roles where rolname = '{Literal(name)}') then
            create role "{Identifier(name)}" login password '{password}';
          else
            alter role "{Identifier(name)}" login password '{password}';
          end if;
        end $$
        """;

    // What the application may do, once for all schemas; a transfer can be read and added, nothing else.
    private static string GrantSql(string role) => $"""
        do $$ declare s text; begin
          for s in select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') loop
            execute format('grant usage on schema %I to "{Identifier(role)}"', s);
            if s <> 'pixza' then
              execute format('grant select, insert, update, delete on all tables in schema %I to "{Identifier(role)}"', s);
              execute format('grant usage on all sequences in schema %I to "{Identifier(role)}"', s);
            end if;
          end loop;
          revoke update, delete, truncate on ledger.transfers from "{Identifier(role)}";
          revoke delete, truncate on ledger.accounts from "{Identifier(role)}";
          grant select on pixza.migrations to "{Identifier(role)}";
        end $$
        """;

    private static string Identifier(string name) => name.Replace("\"", "\"\"", StringComparison.Ordinal);

    private static string Literal(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}

/// <summary>One assembly's migrations.</summary>
/// <param name="Name">Stable and short: core, shopify, wordpress.</param>
public sealed record MigrationSource(string Name, Assembly Assembly)
{
    public static MigrationSource Core { get; } = new("core", typeof(MigrationSource).Assembly);

    /// <summary>The files in the order in which they are applied.</summary>
    public IReadOnlyList<(string Name, string Sql)> Read() =>
        [.. Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Database.Migrations.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (Name: name.Split(".Database.Migrations.")[1][..^4], Resource: name))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (file.Name, ReadText(file.Resource)))];

    private string ReadText(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>The schema can't be brought to this version; the message says what to do.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
