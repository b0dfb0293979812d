using Pixza.Core.Models;
using Pixza.Core.Providers;

namespace Pixza.Api.Operator;

/// <summary><c>models</c>: the catalogue, a line each.</summary>
public static class Models
{
    public static Verb Verb { get; } = new("models", "Lists the models: id, type, credits, whether it can be had now, description.", [], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var routes = session.Get<ProviderRoutes>();
        foreach (var model in session.Get<ModelCatalogue>().Models)
        {
            var best = routes.For(model, liveMode: true);
            var state = best is [] ? "unavailable" : best[0].Preview ? "preview" : "available";
            await output.WriteLineAsync($"{model.Id,-14} {model.Type,-5} {model.Credits,4} credits  {state,-11}  {model.Description}");
        }
        return 0;
    }
}
