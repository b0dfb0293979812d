using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;

namespace Pixza.Api.Dashboard.Overview;

/// <summary>The first page after signing in.</summary>
public static class OverviewPages
{
    public static void MapOverview(this IEndpointRouteBuilder pages) => pages.MapGet("/", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, GenerationService generations, ApiKeys keys, AccountDirectory accounts, IOptions<PixzaOptions> host, TimeProvider clock)
    {
        var frame = PageFrame.Of(http);
        var recent = await generations.ListAsync(new GenerationQuery(frame.AccountId, true, 6), http.RequestAborted);
        var now = clock.GetUtcNow();
        return Pages.Show<OverviewPage>(new
        {
            frame.Balance,
            Recent = recent.Items,
            HasKey = (await keys.ListAsync(frame.AccountId, http.RequestAborted)).Any(key => key.Works(now)),
            Account = await accounts.GetAsync(frame.AccountId, http.RequestAborted),
            Host = host.Value.PublicUrl.ToString().TrimEnd('/'),
        });
    }
}
