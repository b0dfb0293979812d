using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Models;

namespace Pixza.Api.Dashboard.Home;

/// <summary>The start page: what Pixza is, what it costs, how to begin.</summary>
public static class HomePages
{
    public static void MapHome(this IEndpointRouteBuilder pages) => pages.MapGet("/", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http, BrowserSessions sessions, ModelCatalogue models, IOptions<SignupOptions> signup, IOptions<PixzaOptions> host) =>
        Pages.Show<HomePage>(new
        {
            Models = models.Models,
            IsSignedIn = await sessions.ReadAsync(http) is not null,
            signup.Value.Credits,
            CanSignUp = signup.Value.Mode != "closed",
            Host = host.Value.PublicUrl.ToString().TrimEnd('/'),
        });
}
