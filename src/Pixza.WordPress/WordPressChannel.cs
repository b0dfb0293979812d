using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Channels;

namespace Pixza.WordPress;

/// <summary>The WordPress plugin's side of the service, on when WordPress:Enabled is true.</summary>
public sealed class WordPressChannel : IChannel
{
    public string Name => "wordpress";

    public bool IsEnabled(IConfiguration configuration) => configuration.GetValue<bool>("WordPress:Enabled");

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
