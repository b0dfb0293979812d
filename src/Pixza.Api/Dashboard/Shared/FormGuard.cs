using Microsoft.AspNetCore.Antiforgery;
using Pixza.Api.Dashboard.Session;

namespace Pixza.Api.Dashboard.Shared;

/// <summary>Before every form that is sent: it must be one of our pages, shown to this browser and this person, that sends it; else 400.</summary>
public sealed class FormGuard(IAntiforgery antiforgery, BrowserSessions sessions) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
            return await next(context);

        await sessions.ReadAsync(http);
        // Read first, so that a form that is too large or broken is told from one that is not ours.
        if (http.Request.HasFormContentType)
            await http.Request.ReadFormAsync(http.RequestAborted);
        return http.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : Pages.Show<ErrorPage>(
                new { Title = "This form has expired", Text = "Go back, reload the page and send it again. Nothing was changed." },
                StatusCodes.Status400BadRequest);
    }
}
