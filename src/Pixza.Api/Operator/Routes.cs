using System.Globalization;
using Pixza.Core.Models;
using Pixza.Core.Providers;

namespace Pixza.Api.Operator;

/// <summary><c>routes</c>: who serves each model, whether it can be reached with this configuration, and what is earned.</summary>
public static class Routes
{
    // ₹0.10 at about ₹88 to the dollar; a price list that changes with the exchange rate is the operator's to give.
    private const decimal UsdPerCredit = 0.00114m;

    public static Verb Verb { get; } = new(
        "routes", "Lists each model's routes with health and margin; --usd-per-1000-credits says what credits are sold for (default 1.14).",
        [new("usd-per-1000-credits", "N")], RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var price = arguments.Text("usd-per-1000-credits") is not { } text ? UsdPerCredit
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var thousand) && thousand > 0 ? thousand / 1_000
            : throw new UsageException($"--usd-per-1000-credits is a number above 0, not \"{text}\".", Verb);
        await using var session = await Session.OpenAsync(arguments, cancellationToken);
        var routes = session.Get<ProviderRoutes>();
        foreach (var model in session.Get<ModelCatalogue>().Models)
        {
            await output.WriteLineAsync($"{model.Id} ({model.Credits} credits)");
            foreach (var route in model.Routes)
                await output.WriteLineAsync($"  {route.Provider,-18} {route.Model,-40} {Health(routes, route),-15} {Margin(route, model.Credits * price)}");
            if (routes.For(model, liveMode: true) is [{ Preview: true } stand])
                await output.WriteLineAsync($"  {stand.Name,-18} {"(preview)",-40} healthy         costs nothing");
            else if (model.Routes.Count == 0)
                await output.WriteLineAsync("  no route");
        }
        return 0;
    }

    private static string Health(ProviderRoutes routes, ModelRoute route) => routes.Find(route.Provider) switch
    {
        null => "unknown",
        { IsAvailable: false } => "not configured",
        _ => routes.IsResting(route.Provider, route.Model) ? "resting" : "healthy",
    };

    private static string Margin(ModelRoute route, decimal income)
    {
        if (route.CostMicroUsd is not { } micro)
            return "cost unknown";
        var cost = micro / 1_000_000m;
        return cost == 0
            ? "costs nothing"
            : string.Create(CultureInfo.InvariantCulture, $"costs ${cost:0.0000}, earns ${income:0.0000}, margin {(income - cost) / income:P0}");
    }
}
