using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Channels;

namespace Pixza.Shopify;

/// <summary>The Shopify app, on when Shopify:ClientId is set.</summary>
public sealed class ShopifyChannel : IChannel
{
    public string Name => "shopify";

    public bool IsEnabled(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["Shopify:ClientId"]);

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
