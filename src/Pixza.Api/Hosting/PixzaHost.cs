using Microsoft.Extensions.Options;
using Pixza.Api.Auth;
using Pixza.Api.Cdn;
using Pixza.Api.Dashboard;
using Pixza.Api.Docs;
using Pixza.Api.Errors;
using Pixza.Api.Generations;
using Pixza.Api.Health;
using Pixza.Api.OpenApi;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Channels;
using Pixza.Core.Database;
using Pixza.Core.Generations;
using Pixza.Core.Ledger;
using Pixza.Core.Models;
using Pixza.Core.Net;
using Pixza.Core.Providers;
using Pixza.Core.RateLimits;
using Pixza.Core.Storage;
using Pixza.Shopify;
using Pixza.Studio;
using Pixza.WordPress;

namespace Pixza.Api.Hosting;

/// <summary>Puts the parts together: the one place that knows them all. Program, tests and benchmarks build the same host.</summary>
public static class PixzaHost
{
    /// <summary>The ways in beside the REST API. A new one is one project and one line here.</summary>
    public static IReadOnlyList<IChannel> Channels { get; } = [new ShopifyChannel(), new WordPressChannel()];

    /// <param name="configure">Changes configuration or services before the host is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var (builder, channels) = Prepare(args, configure);
        var app = builder.Build();
        app.UsePixza();
        app.MapHealth();
        app.MapV1();
        app.MapCdn();
        app.MapPixzaOpenApi();
        app.MapDocs();
        app.MapDashboard();
        foreach (var channel in channels)
            channel.MapEndpoints(app);
        return app;
    }

    /// <summary>Checks all settings without starting, or opening, anything.</summary>
    /// <exception cref="OptionsValidationException">Settings of one part are wrong; of several parts, an <see cref="AggregateException"/> of them.</exception>
    public static void Validate(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Not of a built host: that one already needs some of the settings, and would stop at the first that is wrong.
        using var services = Prepare(args, configure).Builder.Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static (WebApplicationBuilder Builder, IReadOnlyList<IChannel> Channels) Prepare(string[] args, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(Options(args));
        configure?.Invoke(builder);

        builder.AddServer();
        builder.AddTelemetry();
        builder.AddPixza();
        var channels = Channels.Where(channel => channel.IsEnabled(builder.Configuration)).ToArray();
        foreach (var channel in channels)
            channel.AddServices(builder.Services, builder.Configuration);
        return (builder, channels);
    }

    internal static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ApplicationName = typeof(PixzaHost).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    };

    /// <summary>Brings the database to this version, then serves until a stop signal.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(app.Lifetime.ApplicationStopping);
        await app.RunAsync();
    }

    private static void AddPixza(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PixzaOptions>().BindConfiguration(PixzaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddPixzaDatabase(builder.Configuration);
        services.AddNet().AddStorage().AddModels(builder.Configuration).AddProviderRoutes();
        services.AddLedger().AddAccounts().AddRateLimits().AddGenerations().AddRecurringJobs();
        services.AddStudio();
        services.AddApiErrors();
        services.AddPixzaOpenApi();
        services.AddDashboard();
        services.AddSingleton<ApiGate>().AddSingleton<Cursors>().AddSingleton<ListPages>().AddSingleton<GenerationAnswers>();
    }

    private static void UsePixza(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(RequestIds.InvokeAsync);
        app.UseApiErrors();
        app.UseRouting();
        app.UseApiGate();
    }
}
