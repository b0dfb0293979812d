using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;
using Pixza.Core.Storage;
using Pixza.Testing;
using Pixza.Testing.Node;

namespace Pixza.Api.Tests.Deployment;

/// <summary>docker-compose.yml and Dockerfile cannot be run here, so they are checked, and held against the settings that there are.</summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<string, string?> Secrets = new(StringComparer.Ordinal)
    {
        ["PIXZA_PUBLIC_URL"] = "https://pixza.example.com",
        ["POSTGRES_PASSWORD"] = "a-password",
        ["S3_ACCESS_KEY"] = "an-access-key",
        ["S3_SECRET_KEY"] = "a-secret-key",
    };

    [Fact]
    public async Task Compose_reads_the_file_when_every_secret_is_set()
    {
        var (code, output) = await ComposeAsync(Secrets, "config", "--services");

        Assert.True(code == 0, output);
        Assert.Equal(["api", "bucket", "postgres", "proxy", "s3"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("PIXZA_PUBLIC_URL")]
    [InlineData("POSTGRES_PASSWORD")]
    [InlineData("S3_ACCESS_KEY")]
    [InlineData("S3_SECRET_KEY")]
    public async Task No_secret_has_a_default(string missing)
    {
        var (code, output) = await ComposeAsync(new(Secrets, StringComparer.Ordinal) { [missing] = null }, "config", "--quiet");

        Assert.NotEqual(0, code);
        Assert.Contains(missing, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_api_stands_in_the_way_of_a_second_one()
    {
        var api = await ServiceAsync("api");

        Assert.DoesNotContain(api, line => line.StartsWith("    container_name:", StringComparison.Ordinal));
        Assert.DoesNotContain(api, line => line.StartsWith("    ports:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_setting_of_the_file_is_one_that_the_host_knows()
    {
        var known = KnownSettings().ToHashSet(StringComparer.OrdinalIgnoreCase);

        var unknown = (await EnvironmentAsync()).Keys
            .Select(name => string.Join(':', name.Split("__").Where(part => !int.TryParse(part, out _))))
            .Where(name => !known.Contains(name));

        Assert.Contains("Storage:S3:Bucket", known);
        Assert.Empty(unknown);
    }

    [Fact]
    public async Task The_host_accepts_the_files_settings_and_stores_in_the_bucket()
    {
        var settings = await EnvironmentAsync();

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting =>
            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        PixzaHost.Validate([], builder => builder.Configuration.AddConfiguration(configuration));

        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>()!;
        Assert.Equal(("s3", "pixza", "an-access-key"), (storage.Kind, storage.S3.Bucket, storage.S3.AccessKey));
        Assert.Contains("Password=a-password", configuration.GetConnectionString("Pixza"), StringComparison.Ordinal);
        Assert.Equal("https://pixza.example.com", configuration["Pixza:PublicUrl"]);
    }

    [Fact]
    public async Task A_wrong_setting_in_the_file_would_be_found()
    {
        var settings = await EnvironmentAsync();

        Assert.Throws<OptionsValidationException>(() => PixzaHost.Validate([], builder =>
        {
            foreach (var (name, value) in settings)
                builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)] = value;
            builder.Configuration["Signup:Mode"] = "sometimes";
        }));
    }

    [Fact]
    public async Task The_linter_finds_nothing_in_the_Dockerfile()
    {
        using var lint = await NodeTools.StartAsync(Path.Combine("node_modules", "dockerfilelint", "bin", "dockerfilelint"), Repository.PathOf("Dockerfile"));
        var said = await lint.StandardOutput.ReadToEndAsync();
        await lint.WaitForExitAsync();

        Assert.True(lint.ExitCode == 0, said);
    }

    [Fact]
    public void The_image_has_ffmpeg_a_health_check_and_a_user_who_is_not_root()
    {
        var lines = File.ReadAllLines(Repository.PathOf("Dockerfile"));
        var final = lines[Array.FindLastIndex(lines, line => line.StartsWith("FROM ", StringComparison.Ordinal))..];

        Assert.Contains(final, line => line.Contains("ffmpeg", StringComparison.Ordinal) && line.Contains("install", StringComparison.Ordinal));
        Assert.Contains(final, line => line.Contains("/health/ready", StringComparison.Ordinal));
        Assert.Equal("USER $APP_UID", final.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_Dockerfile_restores_every_project_that_the_host_needs()
    {
        var dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

        var projects = Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file));

        Assert.All(projects, project => Assert.Contains($"COPY {project} ", dockerfile, StringComparison.Ordinal));
    }

    /// <summary>Every key that an options class of ours binds, and the ones that are read without a class.</summary>
    private static IEnumerable<string> KnownSettings()
    {
        var assemblies = PixzaHost.Channels.Select(channel => channel.GetType().Assembly)
            .Append(typeof(PixzaHost).Assembly)
            .SelectMany(assembly => assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Pixza.", StringComparison.Ordinal)).Select(Assembly.Load).Append(assembly))
            .Distinct();
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is not string section)
                continue;
            foreach (var key in KeysOf(type, section))
                yield return key;
        }
        yield return "ConnectionStrings:Pixza";
        yield return "ASPNETCORE_HTTP_PORTS";
    }

    private static IEnumerable<string> KeysOf(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass && !TypeDescriptor.GetConverter(property.PropertyType).CanConvertFrom(typeof(string))
            ? KeysOf(property.PropertyType, $"{prefix}:{property.Name}")
            : [$"{prefix}:{property.Name}"]);

    private static async Task<Dictionary<string, string>> EnvironmentAsync() => (await ServiceAsync("api"))
        .SkipWhile(line => line != "    environment:").Skip(1)
        .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal))
        .Select(line => line.Trim().Split(": ", 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('"', '\''), StringComparer.Ordinal);

    // "config" prints the file in one fixed form, whatever the form it was written in.
    private static async Task<IReadOnlyList<string>> ServiceAsync(string name)
    {
        var (code, output) = await ComposeAsync(Secrets, "config");
        Assert.True(code == 0, output);
        return [.. output.Split('\n').SkipWhile(line => line != $"  {name}:").Skip(1).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))];
    }

    private static Task<(int ExitCode, string Output)> ComposeAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        Tool.RunAsync("docker-compose", ["--file", Repository.PathOf("docker-compose.yml"), .. arguments], environment);
}
