using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pixza.Core.Net;

namespace Pixza.Core.Webhooks;

public static class WebhookServices
{
    /// <summary>Adds <see cref="WebhookSender"/> and what it needs; may be called twice.</summary>
    public static IServiceCollection AddWebhookSender(this IServiceCollection services)
    {
        services.AddNet();
        services.TryAddSingleton<WebhookSender>();
        return services;
    }
}
