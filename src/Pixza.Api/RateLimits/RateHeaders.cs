using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using Pixza.Core.RateLimits;

namespace Pixza.Api.RateLimits;

/// <summary>RateLimit-Policy and RateLimit of the IETF's draft 11, on every answer to a known key.</summary>
public static class RateHeaders
{
    private static readonly ConcurrentDictionary<(RatePolicy Policy, long Limit, int Window), StringValues> s_policies = new();

    public static void Write(IHeaderDictionary headers, RatePolicy policy, RateDecision decision, int windowSeconds)
    {
        headers["RateLimit-Policy"] = s_policies.GetOrAdd((policy, decision.Limit, windowSeconds), static key =>
            string.Create(CultureInfo.InvariantCulture, $"\"{key.Policy.Name}\";q={key.Limit};w={key.Window}"));
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={decision.Remaining};t={decision.ResetSeconds}");
    }
}
