using Pixza.Api.Requests;

namespace Pixza.Api.Errors;

public static class ErrorSetup
{
    public static void AddApiErrors(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ApiErrorWriter>();   // before AddProblemDetails: the first writer wins
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);   // 400, also in Development
        services.AddExceptionHandler(options => options.StatusCodeSelector = static fault => fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when Faults.IsDatabaseDown(fault) => 503,
            _ => 500,
        });
    }

    /// <summary>Puts the envelope on every refusal that has no body yet.</summary>
    public static void UseApiErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
