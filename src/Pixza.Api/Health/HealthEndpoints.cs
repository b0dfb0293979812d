using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Core.Database;

namespace Pixza.Api.Health;

/// <summary>GET /health/live: the process answers. GET /health/ready: and so does the database, which is also the queue. No key, no versions, no host names.</summary>
public static class HealthEndpoints
{
    // A probe that hangs is as bad as one that fails, and load balancers give up after a few seconds.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/health/live", ["GET", "HEAD"], Live).ExcludeFromDescription();
        endpoints.MapMethods("/health/ready", ["GET", "HEAD"], ReadyAsync).ExcludeFromDescription();
    }

    private static Task Live(HttpContext context) => AnswerAsync(context);

    private static async Task ReadyAsync(HttpContext context)
    {
        var database = context.RequestServices.GetRequiredService<PixzaDatabase>();
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        timeout.CancelAfter(s_timeout);
        try
        {
            await using var command = database.Source.CreateCommand(ProbeSql);
            await command.ExecuteScalarAsync(timeout.Token);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or OperationCanceledException or TimeoutException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                await ApiErrorWriter.WriteAsync(context, ApiErrors.Unavailable());
            return;
        }

        await AnswerAsync(context);
    }

    // Reads the queue's own index, so that a database without our tables is not called ready.
    private const string ProbeSql = "select 1 from generations.generations where due_at is not null limit 1";

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, 200, 0, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WriteEndObject();
        });
    }
}
