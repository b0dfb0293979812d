using Pixza.Api.Errors;

namespace Pixza.Api.Dashboard.Shared;

/// <summary>Turns what went wrong below a page into a page.</summary>
public sealed partial class PageFaults(ILogger<PageFaults> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            // The page is rendered here, so that a fault in it is met too.
            if (await next(context) is IResult page)
                await page.ExecuteAsync(http);
            return Results.Empty;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Error(413, "That was too large", "Go back and send a smaller file.")
                : Error(400, "That could not be read", "Go back, reload the page and send the form again.");
        }
        catch (InvalidDataException)
        {
            return Error(400, "That could not be read", "Go back, reload the page and send the form again.");
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFault(log, e);
            return Faults.IsDatabaseDown(e)
                ? Error(503, "One moment, please", "Pixza is catching its breath. Nothing was charged; try again in a few seconds.")
                : Error(500, "Something went wrong on our end", $"Nothing was charged for it. If it stays, tell us the number {http.TraceIdentifier}.");
        }
    }

    private static IResult Error(int status, string title, string text) => Pages.Show<ErrorPage>(new { Title = title, Text = text }, status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed")]
    private static partial void LogFault(ILogger log, Exception e);
}
