using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.RateLimits;

public static class RateLimitServices
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<NodeCount>()
            .AddSingleton<RateWindows>()
            .AddSingleton<RateLimiter>()
            .AddHostedService<NodeHeartbeat>();
    }
}
