using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pixza.Core.Net;

public static class NetServices
{
    /// <summary>Adds <see cref="GuardedHttp"/>; may be called twice.</summary>
    public static IServiceCollection AddNet(this IServiceCollection services)
    {
        services.AddOptions<NetOptions>().BindConfiguration(NetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GuardedHttp>();
        return services;
    }
}
