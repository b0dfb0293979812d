using Pixza.Api.Errors;
using Pixza.Api.RateLimits;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.RateLimits;

namespace Pixza.Api.Auth;

/// <summary>
/// Before every route of /api/v1, also those that do not exist: who calls, is the account within its limit, may the key do this.
/// No I/O for a key that was seen before and an account that is within its slice.
/// </summary>
public sealed class ApiGate(KeyCache keys, RateLimiter limiter)
{
    private static readonly V1Access s_unknownRoute = new(null, RatePolicy.Requests);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count > 1)
            return ApiErrorWriter.WriteAsync(context, ApiErrors.InvalidHeader("Authorization", "must be sent once."));
        if (BearerHeader.KeyInQuery(context.Request) is { } parameter)
            return ApiErrorWriter.WriteAsync(context, ApiErrors.KeyInQuery(parameter));

        var resolving = keys.ResolveAsync(BearerHeader.Key(authorization), context.Connection.RemoteIpAddress, context.RequestAborted);
        return resolving.IsCompletedSuccessfully
            ? ResolvedAsync(context, next, resolving.Result)
            : AwaitAsync(resolving);

        async Task AwaitAsync(ValueTask<KeyResult> pending) => await ResolvedAsync(context, next, await pending);
    }

    private Task ResolvedAsync(HttpContext context, RequestDelegate next, KeyResult result)
    {
        if (result.Caller is not { } caller)
            return ApiErrorWriter.WriteAsync(context, Refusal(result.Refusal));

        var access = context.GetEndpoint()?.Metadata.GetMetadata<V1Access>() ?? s_unknownRoute;
        var deciding = limiter.AcquireAsync(caller.AccountId, access.Policy, caller.RateLimit, context.RequestAborted);
        return deciding.IsCompletedSuccessfully
            ? DecidedAsync(context, next, caller, access, deciding.Result)
            : AwaitAsync(deciding);

        async Task AwaitAsync(ValueTask<RateDecision> pending) => await DecidedAsync(context, next, caller, access, await pending);
    }

    private Task DecidedAsync(HttpContext context, RequestDelegate next, Caller caller, V1Access access, RateDecision decision)
    {
        if (decision.Outcome == RateOutcome.Unavailable)
            return ApiErrorWriter.WriteAsync(context, ApiErrors.Unavailable());

        RateHeaders.Write(context.Response.Headers, access.Policy, decision, limiter.WindowSeconds);
        if (!decision.IsAllowed)
            return ApiErrorWriter.WriteAsync(context, ApiErrors.RateLimited(decision.Limit, limiter.WindowSeconds, decision.ResetSeconds));
        if (access.Scope is { } scope && !caller.Has(scope))
            return ApiErrorWriter.WriteAsync(context, ApiErrors.InsufficientScope(scope));

        context.Features.Set(caller);
        return next(context);
    }

    private static ApiError Refusal(string? reason) => reason switch
    {
        KeyRefusals.MissingKey => ApiErrors.MissingKey(),
        KeyRefusals.ExpiredKey => ApiErrors.ExpiredKey(),
        KeyRefusals.RevokedKey => ApiErrors.RevokedKey(),
        KeyRefusals.AccountSuspended => ApiErrors.AccountSuspended(),
        _ => ApiErrors.InvalidKey(),
    };
}

public static class ApiGateSetup
{
    /// <summary>Puts the gate before everything under /api/v1; after routing, so that it knows the endpoint.</summary>
    public static void UseApiGate(this WebApplication app)
    {
        var gate = new Lazy<ApiGate>(app.Services.GetRequiredService<ApiGate>);
        app.Use(next => context => context.Request.Path.StartsWithSegments(V1Routes.Prefix, StringComparison.OrdinalIgnoreCase)
            ? gate.Value.InvokeAsync(context, next)
            : next(context));
    }
}
