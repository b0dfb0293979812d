using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Pixza.Api.Dashboard.Shared;

/// <summary>Answers that are pages.</summary>
public static class Pages
{
    /// <param name="parameters">The component's parameters, as an anonymous object.</param>
    public static IResult Show<TPage>(object? parameters = null, int status = 200)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>303: the browser gets the other page, and a reload repeats nothing.</summary>
    public static IResult SeeOther(string url) => new SeeOtherResult(url);

    public static IResult NotFound() => Show<ErrorPage>(
        new { Title = "Nothing is here", Text = "The page does not exist, or what it showed was deleted." }, StatusCodes.Status404NotFound);

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
