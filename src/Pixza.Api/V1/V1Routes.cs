using Pixza.Api.Credits;
using Pixza.Core.Accounts;
using Pixza.Core.RateLimits;

namespace Pixza.Api.V1;

public static class V1Routes
{
    public const string Prefix = "/api/v1";

    /// <summary>Every route of the reference and those beside it: method, path, operation, scope, limit.</summary>
    public static void MapV1(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Prefix);
        api.MapV1<GetCredits>("GET", "/credits", "getCredits", KeyScopes.ReadCredits, RatePolicy.Requests);
        api.MapV1<ListEntries>("GET", "/credits/entries", "listCreditEntries", KeyScopes.ReadCredits, RatePolicy.Requests);
    }
}
