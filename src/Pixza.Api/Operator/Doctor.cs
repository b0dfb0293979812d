using Microsoft.Extensions.Options;
using Npgsql;
using Pixza.Api.Hosting;
using Pixza.Core.Database.LocalCluster;
using Pixza.Core.Models;

namespace Pixza.Api.Operator;

/// <summary><c>doctor</c>: what is missing on this machine or wrong in the configuration, a line each with what helps.</summary>
public static class Doctor
{
    private static readonly string[] Programs = ["ffmpeg", "ffprobe"];

    public static Verb Verb { get; } = new("doctor", "Checks configuration and programs; a line per missing thing with the command that gets it.", [], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        string[] settings = [.. arguments.Settings];
        var configuration = WebApplication.CreateBuilder(PixzaHost.Options(settings)).Configuration;
        missing.AddRange(CheckOptions(settings));
        missing.AddRange(await CheckDatabaseAsync(configuration.GetConnectionString("Pixza"), cancellationToken));
        missing.AddRange(CheckDataFolder(configuration));
        missing.AddRange(CheckPrograms());
        foreach (var line in missing)
            await output.WriteLineAsync(line);
        if (missing.Count == 0)
            await output.WriteLineAsync("Nothing is missing.");
        return missing.Count == 0 ? 0 : 1;
    }

    // Validates when the services are known and before anything is built of them: all that is wrong is told, not the first.
    private static IEnumerable<string> CheckOptions(string[] settings)
    {
        var failures = new List<string>();
        try
        {
            PixzaHost.Validate(settings);
        }
        catch (OptionsValidationException wrong)
        {
            failures.AddRange(wrong.Failures);
        }
        catch (AggregateException several)
        {
            failures.AddRange(several.InnerExceptions.SelectMany(wrong => wrong is OptionsValidationException options ? options.Failures : [wrong.Message]));
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or ModelCatalogueException)
        {
            failures.Add(wrong.Message);
        }
        return failures.Select(failure => $"Configuration: {failure}");
    }

    private static async Task<IEnumerable<string>> CheckDatabaseAsync(string? connectionString, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return await PostgresBinaries.FindAsync(major: null, cancellationToken) is null
                ? [$"PostgreSQL {PostgresBinaries.OldestMajor} or newer: {Get("postgresql", "postgresql@17")}"]
                : [];
        }
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return connection.PostgreSqlVersion.Major >= PostgresBinaries.OldestMajor
                ? []
                : [$"PostgreSQL {PostgresBinaries.OldestMajor} or newer: ConnectionStrings:Pixza names a server of version {connection.PostgreSqlVersion}"];
        }
        catch (Exception fault) when (fault is NpgsqlException or ArgumentException)
        {
            return [$"ConnectionStrings:Pixza: {fault.Message}"];
        }
    }

    private static IEnumerable<string> CheckDataFolder(ConfigurationManager configuration)
    {
        try
        {
            var folder = DataFolder.Open(configuration["Pixza:DataDir"] ?? new PixzaOptions().DataDir);
            using var probe = new FileStream(Path.Combine(folder, $".probe-{Environment.ProcessId}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
            return [];
        }
        catch (Exception fault) when (fault is LocalClusterException or IOException or UnauthorizedAccessException)
        {
            return [$"Pixza:DataDir: {fault.Message}"];
        }
    }

    private static IEnumerable<string> CheckPrograms()
    {
        foreach (var program in Programs.Where(program => !IsInPath(program)))
            yield return $"{program}: {Get("ffmpeg", "ffmpeg")}";
    }

    private static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"])
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Get(string debian, string brew) =>
        OperatingSystem.IsMacOS() ? $"brew install {brew}" : $"apt-get install {debian}";
}
