using Microsoft.Extensions.Options;
using Npgsql;
using Pixza.Api.Hosting;
using Pixza.Core.Database.LocalCluster;

namespace Pixza.Api.Operator;

/// <summary><c>doctor</c>: what is missing on this machine or wrong in the configuration, a line each with what helps.</summary>
public static class Doctor
{
    private static readonly string[] Programs = ["ffmpeg", "ffprobe"];

    public static Verb Verb { get; } = new("doctor", "Checks configuration and programs; a line per missing thing with the command that gets it.", [], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        try
        {
            await using var app = PixzaHost.Build([.. arguments.Settings], Session.QuietLogs);
            missing.AddRange(CheckOptions(app.Services));
            missing.AddRange(await CheckDatabaseAsync(app.Configuration.GetConnectionString("Pixza"), cancellationToken));
            missing.AddRange(CheckDataFolder(app.Configuration));
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or IOException)
        {
            missing.Add($"Configuration: {wrong.Message}");
        }
        missing.AddRange(CheckPrograms());
        foreach (var line in missing)
            await output.WriteLineAsync(line);
        if (missing.Count == 0)
            await output.WriteLineAsync("Nothing is missing.");
        return missing.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<string> CheckOptions(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures.Select(failure => $"Configuration: {failure}");
        }
        catch (AggregateException several)
        {
            return several.InnerExceptions.Select(wrong => $"Configuration: {wrong.Message}");
        }
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

    private static IEnumerable<string> CheckDataFolder(IConfiguration configuration)
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
