using System.Globalization;
using Npgsql;

namespace Pixza.Bench;

/// <summary>The barest endpoints that Kestrel and Npgsql allow: a constant, and one primary-key select.</summary>
internal static class LimitHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[0]);
        await using var app = builder.Build();
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(args[1])
        {
            MaxPoolSize = 8,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        }.ConnectionString);
        app.MapGet("/health/live", () => "fine");
        app.MapGet("/hello", static (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{\"message\":\"hello\",\"n\":1}");
        });
        app.MapGet("/row/{id}", async (HttpContext context) =>
        {
            await using var command = source.CreateCommand("select id, available, held from lim.accounts where id = $1");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture) });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($"{{\"id\":{reader.GetInt64(0)},\"available\":{reader.GetInt64(1)},\"held\":{reader.GetInt64(2)}}}");
        });
        await app.RunAsync();
        return 0;
    }
}
