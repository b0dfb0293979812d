using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.Channels;

/// <summary>A way in beside the REST API: one project, one line in the host's list of channels.</summary>
public interface IChannel
{
    /// <summary>Lower-case and stable: it is the route prefix, the configuration section and the value in generations.channel.</summary>
    string Name { get; }

    /// <summary>Whether the configuration switches the channel on. Off: nothing is registered or mapped, so its routes answer 404.</summary>
    bool IsEnabled(IConfiguration configuration);

    /// <summary>Registers the channel's own services and options. Called once, before the host is built.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps the channel's endpoints under /{Name}. Called once, after the host is built.</summary>
    void MapEndpoints(IEndpointRouteBuilder endpoints);
}
