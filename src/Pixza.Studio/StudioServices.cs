using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pixza.Core.Pictures;
using Pixza.Core.Providers;
using Pixza.Studio.Cutout;
using Pixza.Studio.Media;
using Pixza.Studio.Mesh;
using Pixza.Studio.Video;

namespace Pixza.Studio;

public static class StudioServices
{
    /// <summary>Adds the embedded provider, and the product mask and truth score that channels use.</summary>
    public static IServiceCollection AddStudio(this IServiceCollection services)
    {
        services.AddOptions<StudioOptions>().BindConfiguration(StudioOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<PictureWriter>();
        services.AddSingleton<ImageMaker>();
        services.AddSingleton<VideoWriter>();
        services.AddSingleton<VideoMaker>();
        services.AddSingleton<MeshMaker>();
        services.AddSingleton<IProductMask, StudioMask>();
        services.AddSingleton<ITruthScore, StudioTruthScore>();
        services.AddSingleton(provider => new StudioProvider(
            provider.GetRequiredService<Ffmpeg>(), provider.GetRequiredService<ImageMaker>(), provider.GetRequiredService<VideoMaker>(),
            provider.GetRequiredService<MeshMaker>(), provider.GetRequiredService<ILogger<StudioProvider>>()));
        services.AddSingleton<IProvider>(provider => provider.GetRequiredService<StudioProvider>());
        return services;
    }
}
