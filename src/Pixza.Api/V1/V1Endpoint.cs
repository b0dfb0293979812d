using System.Reflection;
using Pixza.Core.Accounts;
using Pixza.Core.RateLimits;

namespace Pixza.Api.V1;

/// <summary>One route of /api/v1. Made once, from singletons, so that a request resolves nothing.</summary>
public interface IV1Endpoint
{
    Task HandleAsync(HttpContext context, Caller caller);
}

/// <summary>What <see cref="Auth.ApiGate"/> asks for before the endpoint is reached.</summary>
/// <param name="Scope">The scope that the key must have; null: none.</param>
/// <param name="Policy">Which limit the call counts against.</param>
public sealed record V1Access(string? Scope, RatePolicy Policy);

public static class V1Mapping
{
    // A request delegate is not described to OpenAPI unless a method stands for it; parameters and answers are in the written reference.
    private static readonly MethodInfo s_described = ((Delegate)Described).Method;

    /// <param name="operationId">The OpenAPI operation's id; also the endpoint's name.</param>
    public static IEndpointConventionBuilder MapV1<T>(
        this IEndpointRouteBuilder api, string method, string pattern, string operationId, string? scope, RatePolicy policy)
        where T : class, IV1Endpoint
    {
        // Made at the first call: routes are mapped before the database's address need be known.
        var endpoint = new Lazy<T>(() => ActivatorUtilities.CreateInstance<T>(api.ServiceProvider));
        return api.MapMethods(pattern, [method], context => endpoint.Value.HandleAsync(context, context.Features.Get<Caller>()!))
            .WithMetadata(new V1Access(scope, policy), s_described)
            .WithName(operationId);
    }

    private static Task Described(HttpContext context) => Task.CompletedTask;
}
