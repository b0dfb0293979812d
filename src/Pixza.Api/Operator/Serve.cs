using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Pixza.Api.Hosting;

namespace Pixza.Api.Operator;

/// <summary><c>serve</c>: the host itself.</summary>
public static class Serve
{
    private const int DefaultPort = 8080;

    public static Verb Verb { get; } = new(
        "serve", "Serves until Ctrl-C or a stop signal; --demo makes an account at the first start and shows how to use it.",
        [new("port", "N"), new("demo", null)], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var port = (int?)arguments.Number("port", 1, 65_535);
        var demo = arguments.Has("demo");
        string[] settings = [.. arguments.Settings];
        await using var local = new LocalHosting();
        await local.OpenAsync(settings, serves: true, Session.Say, cancellationToken);
        await using var app = PixzaHost.Build(settings, builder =>
        {
            local.Configure(builder);
            Listen(builder, port);
            if (demo)
                LeaveTheFirstScreenToTheDemo(builder.Configuration);
        });
        await using var stopping = cancellationToken.Register(app.Lifetime.StopApplication);
        if (demo)
            app.Lifetime.ApplicationStarted.Register(() => output.Write(Demo.WelcomeAsync(app.Services).GetAwaiter().GetResult()));
        try
        {
            await PixzaHost.RunAsync(app);
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new RefusedException($"Port {port ?? DefaultPort} is taken by another program: stop it, or choose another with --port N.");
        }
    }

    private static void Listen(WebApplicationBuilder builder, int? port)
    {
        if (port is not { } chosen)
            return;
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{chosen}");
        builder.Configuration[WebHostDefaults.ServerUrlsKey] = address;
        builder.Configuration["Pixza:PublicUrl"] ??= address;
    }

    private static void LeaveTheFirstScreenToTheDemo(ConfigurationManager configuration)
    {
        configuration["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning";
        configuration["Logging:LogLevel:Pixza.Core.Database.Migrator"] = "Warning";
    }
}
