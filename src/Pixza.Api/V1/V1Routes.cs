using Pixza.Api.Credits;
using Pixza.Api.Files;
using Pixza.Api.Generations;
using Pixza.Api.Models;
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
        api.MapV1<CreateGeneration>("POST", "/generate", "createGeneration", KeyScopes.Generate, RatePolicy.Requests);
        api.MapV1<GetGeneration>("GET", "/generate/{id}", "getGeneration", KeyScopes.ReadGenerations, RatePolicy.Status);
        api.MapV1<GenerationEvents>("GET", "/generate/{id}/events", "streamGeneration", KeyScopes.ReadGenerations, RatePolicy.Status);
        api.MapV1<CancelGeneration>("POST", "/generate/{id}/cancel", "cancelGeneration", KeyScopes.Generate, RatePolicy.Requests);
        api.MapV1<DeleteGeneration>("DELETE", "/generate/{id}", "deleteGeneration", KeyScopes.Generate, RatePolicy.Requests);
        api.MapV1<ListGenerations>("GET", "/generations", "listGenerations", KeyScopes.ReadGenerations, RatePolicy.Requests);
        api.MapV1<ListModels>("GET", "/models", "listModels", null, RatePolicy.Requests);
        api.MapV1<GetCredits>("GET", "/credits", "getCredits", KeyScopes.ReadCredits, RatePolicy.Requests);
        api.MapV1<ListEntries>("GET", "/credits/entries", "listCreditEntries", KeyScopes.ReadCredits, RatePolicy.Requests);
        api.MapV1<CreateFile>("POST", "/files", "createFile", KeyScopes.Generate, RatePolicy.Requests);
        api.MapV1<GetFile>("GET", "/files/{id}", "getFile", KeyScopes.ReadGenerations, RatePolicy.Requests);
        api.MapV1<GetFileContent>("GET", "/files/{id}/content", "getFileContent", KeyScopes.ReadGenerations, RatePolicy.Requests);
    }
}
