using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Pixza.Core.Database;
using Pixza.Testing;

namespace Pixza.Core.Tests.Database;

/// <summary>Every statement in the code is prepared against the migrated schema, under the application's role's own names.</summary>
public sealed partial class SqlTests(SqlTests.Schema schema) : IClassFixture<SqlTests.Schema>
{
    private static readonly Assembly[] Assemblies = [typeof(PixzaDatabase).Assembly, typeof(Program).Assembly];

    public static TheoryData<string, string> Statements { get; } = new(
        from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where field is { IsLiteral: true, FieldType.FullName: "System.String" } && field.Name.EndsWith("Sql", StringComparison.Ordinal) && type != typeof(Migrator)
        where ((string)field.GetRawConstantValue()!).Split(' ', 2)[0] is "select" or "with" or "insert" or "update" or "delete"
        select ($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!));

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Each_statement_prepares(string name, string sql)
    {
        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var problem = await Record.ExceptionAsync(() => schema.PrepareAsync(Named().Replace(statement, new Numbering().Number)));

            Assert.True(problem is null, $"{name}: {problem?.Message}");
        }
    }

    [Fact]
    public void There_are_statements_to_check() => Assert.True(Statements.Count > 20);

    [GeneratedRegex(@"(?<![:\w])@(\w+)")]
    private static partial Regex Named();

    /// <summary>One migrated database for all statements.</summary>
    public sealed class Schema : IAsyncLifetime
    {
        private TestDatabase? database;
        private NpgsqlConnection? connection;

        public async ValueTask InitializeAsync()
        {
            database = await TestDatabase.CreateAsync();
            connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { MaxAutoPrepare = 0, Multiplexing = false, Pooling = false }.ConnectionString);
            await connection.OpenAsync();
        }

        // In a function's body, so that PostgreSQL's own PREPARE sees the parameters and the driver does not.
        public async Task PrepareAsync(string sql)
        {
            await connection!.ExecuteAsync("deallocate all");
            await connection!.ExecuteAsync($"do $check$ begin execute $sql$prepare checked as {sql}$sql$; end $check$");
        }

        public async ValueTask DisposeAsync()
        {
            await connection!.DisposeAsync();
            await database!.DisposeAsync();
        }
    }

    private sealed class Numbering
    {
        private readonly List<string> names = [];

        public string Number(Match match)
        {
            var name = match.Groups[1].Value;
            if (!names.Contains(name))
                names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        }
    }
}
