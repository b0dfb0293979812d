using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pixza.Core.Models;

namespace Pixza.Core.Providers;

public sealed class ProviderOptions
{
    public const string Section = "Providers";

    /// <summary>Whether <c>studio</c> stands in for a model that no configured route serves; the answer then says <c>"preview": true</c>.</summary>
    /// <value>Defaults to false; <c>./run</c> switches it on.</value>
    public bool Preview { get; set; }
}

/// <param name="Name">Who serves, as the answer says it.</param>
/// <param name="Preview">It stands in for the model that was asked for.</param>
public sealed record ProviderRoute(IProvider Provider, string Name, string UpstreamModel, bool Preview);

/// <summary>Who can serve a model now, the preferred first. A route that failed for our own reasons rests for a while on this node.</summary>
public sealed class ProviderRoutes
{
    public const string Studio = "studio";

    private readonly Dictionary<string, IProvider> providers;
    private readonly ConcurrentDictionary<(string Provider, string Model), DateTimeOffset> resting = new();
    private readonly bool preview;
    private readonly TimeProvider clock;

    public ProviderRoutes(IEnumerable<IProvider> providers, IOptions<ProviderOptions> options, TimeProvider clock)
    {
        this.providers = providers.ToDictionary(provider => provider.Name, StringComparer.Ordinal);
        preview = options.Value.Preview;
        this.clock = clock;
    }

    public IProvider? Find(string name) => providers.GetValueOrDefault(name);

    /// <summary>The provider behind the name that an attempt was recorded under.</summary>
    public IProvider? Find(string name, bool liveMode) => Find(liveMode ? name : TestModeProvider.ProviderName);

    /// <summary>The routes that can be tried now; none means that the model is unavailable. Test mode has studio alone.</summary>
    public IReadOnlyList<ProviderRoute> For(Model model, bool liveMode)
    {
        if (!liveMode)
            return Find(TestModeProvider.ProviderName) is { IsAvailable: true } test ? [new ProviderRoute(test, Studio, Studio, model.Id != Studio)] : [];

        var routes = model.Routes
            .Where(route => Find(route.Provider) is { IsAvailable: true } && !IsResting(route.Provider, route.Model))
            .Select(route => new ProviderRoute(Find(route.Provider)!, route.Provider, route.Model, Preview: false))
            .ToList();
        if (routes.Count == 0 && preview && Find(Studio) is { IsAvailable: true } studio)
            routes.Add(new ProviderRoute(studio, Studio, Studio, model.Id != Studio));
        return routes;
    }

    /// <summary>Leaves the route out for a while on this node.</summary>
    public void Rest(string provider, string upstreamModel, TimeSpan time) => resting[(provider, upstreamModel)] = clock.GetUtcNow() + time;

    /// <summary>Whether the route is left out now.</summary>
    public bool IsResting(string provider, string upstreamModel) =>
        resting.TryGetValue((provider, upstreamModel), out var until) && until > clock.GetUtcNow();
}

public static class ProviderServices
{
    public static IServiceCollection AddProviderRoutes(this IServiceCollection services)
    {
        services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.Section).ValidateOnStart();
        return services.AddSingleton<ProviderRoutes>().AddSingleton<IProvider, TestModeProvider>();
    }
}
