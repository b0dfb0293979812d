using Pixza.Api.Dashboard.Shared;
using Pixza.Core.Accounts;
using Pixza.Core.Ledger;

namespace Pixza.Api.Dashboard.Session;

/// <summary>Before the pages of the account area: who is signed in; nobody is sent to sign in and comes back.</summary>
public sealed class SessionFilter(BrowserSessions sessions, CreditLedger ledger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await sessions.ReadAsync(http) is not { } session)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.PathBase + http.Request.Path + http.Request.QueryString : ReturnUrls.Default;
            return http.Request.Headers.Accept.Contains("application/json")
                ? Results.StatusCode(StatusCodes.Status401Unauthorized)
                : Pages.SeeOther(sessions.SignInAddress(back.ToString() ?? ReturnUrls.Default));
        }

        var balance = await ledger.BalanceAsync(session.Account.AccountId, http.RequestAborted) ?? new Balance(0, 0);
        http.Features.Set(new PageFrame(session, balance));
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers.Pragma = "no-cache";
        return await next(context);
    }
}

/// <summary>What every page of the account area shows around its content.</summary>
public sealed record PageFrame(BrowserSession Session, Balance Balance)
{
    public Guid AccountId => Session.Account.AccountId;

    public string Actor => $"user:{Session.User.Id}";

    public static PageFrame Of(HttpContext context) =>
        context.Features.Get<PageFrame>() ?? throw new InvalidOperationException("The page is not behind SessionFilter");
}
