using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Assets;
using Pixza.Api.Dashboard.DataProtection;
using Pixza.Api.Dashboard.Generations;
using Pixza.Api.Dashboard.Home;
using Pixza.Api.Dashboard.Keys;
using Pixza.Api.Dashboard.Overview;
using Pixza.Api.Dashboard.Playground;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Settings;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Dashboard.SignIn;
using Pixza.Api.Dashboard.Statement;
using Pixza.Api.Errors;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;

namespace Pixza.Api.Dashboard;

/// <summary>The start page and the account area: pages rendered on the server, forms that work without scripts.</summary>
public static class DashboardSetup
{
    /// <summary>No form but an upload is larger.</summary>
    private const int MaxFormBytes = 64 * 1_024;

    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddDataProtection().SetApplicationName("Pixza");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            options.XmlRepository = ActivatorUtilities.CreateInstance<DatabaseKeyRepository>(provider);
            options.XmlEncryptor = ActivatorUtilities.CreateInstance<DatabaseKeyEncryptor>(provider);
        });
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<PixzaOptions>>((options, host) =>
        {
            options.Cookie = CookieNames.IsHttps(host.Value) ? new SecureCookieBuilder() : new CookieBuilder();
            options.Cookie.Name = CookieNames.For(host.Value, "pixza-form");
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.FormFieldName = "form_token";
            options.SuppressXFrameOptionsHeader = true;   // PageHeaders says it for our pages; a channel's have frames of their own
        });
        return services
            .AddSingleton<SessionCookie>()
            .AddSingleton<BrowserSessions>()
            .AddSingleton<IBrowserSessions>(provider => provider.GetRequiredService<BrowserSessions>())
            .AddSingleton<Showing>();
    }

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        app.MapAssets();

        var pages = app.MapGroup("").WithMetadata(new PageMetadata(), new RequestSizeLimitAttribute(MaxFormBytes)).ExcludeFromDescription()
            .AddEndpointFilter<PageHeaders>().AddEndpointFilter<PageFaults>().AddEndpointFilter<FormGuard>();
        pages.MapHome();
        pages.MapGroup("/dashboard").MapSignIn();

        var account = pages.MapGroup("/dashboard").AddEndpointFilter<SessionFilter>();
        account.MapOverview();
        account.MapPlayground();
        account.MapGenerations();
        account.MapKeys();
        account.MapStatement();
        account.MapSettings();
        account.MapAccountSwitch();
        account.MapGet("/{**path}", Pages.NotFound);
    }
}
