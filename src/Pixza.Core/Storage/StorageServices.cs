using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Storage;

public static class StorageServices
{
    /// <summary>Adds the configured <see cref="IObjectStore"/> and <see cref="OutputAddresses"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>()
            .BindConfiguration(StorageOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
            {
                options.PublicUrl ??= new Uri((configuration["Pixza:PublicUrl"] ?? "http://127.0.0.1:8080").TrimEnd('/') + "/cdn/");
                if (options.DataDir.Length == 0)
                    options.DataDir = configuration["Pixza:DataDir"] ?? ".data";
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutputAddresses>();
        services.TryAddSingleton<IObjectStore>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Kind == "s3"
            ? ActivatorUtilities.CreateInstance<S3ObjectStore>(provider)
            : ActivatorUtilities.CreateInstance<LocalObjectStore>(provider));
        return services;
    }
}
