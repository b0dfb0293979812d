using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.Models;

/// <summary>The models by id, in the file's order. Read once and validated at start: a wrong row stops the start, not a customer.</summary>
public sealed class ModelCatalogue
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Dictionary<string, Model> byId;

    public ModelCatalogue(IReadOnlyList<Model> models)
    {
        var errors = models.SelectMany(Check)
            .Concat(models.GroupBy(model => model.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key} stands there twice"))
            .Concat(models.Where(model => model.ReplacedBy is { } id && models.All(other => other.Id != id)).Select(model => $"{model.Id}: replaced_by \"{model.ReplacedBy}\" is no model"))
            .Concat(new[] { "flux-schnell", "veo-3-fast", "wan-i2v", "trellis", "studio" }.Where(id => models.All(model => model.Id != id)).Select(id => $"{id} is missing; it is the default of a type or the embedded renderer"))
            .ToList();
        if (errors.Count > 0)
            throw new ModelCatalogueException($"The model catalogue is wrong: {string.Join("; ", errors)}.");

        Models = models;
        byId = models.ToDictionary(model => model.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Model> Models { get; }

    public Model? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The model of a request that names none.</summary>
    public Model DefaultFor(string type, bool hasInputImage) => byId[type switch
    {
        "image" => "flux-schnell",
        "video" => hasInputImage ? "wan-i2v" : "veo-3-fast",
        "3d" => "trellis",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type"),
    }];

    /// <param name="path">Models:File, or null for the catalogue that is built in.</param>
    /// <exception cref="ModelCatalogueException">The file is not there, not JSON, or a row is wrong; the message says which.</exception>
    public static ModelCatalogue Load(string? path)
    {
        try
        {
            using var stream = path is null
                ? typeof(ModelCatalogue).Assembly.GetManifestResourceStream("Pixza.Core.Models.models.json")!
                : File.OpenRead(path);
            return new ModelCatalogue(JsonSerializer.Deserialize<List<Model>>(stream, Format)!);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelCatalogueException($"The model catalogue {path} can't be read: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Check(Model model)
    {
        if (model.Type is not ("image" or "video" or "3d"))
            yield return $"{model.Id}: type \"{model.Type}\" is none of image, video, 3d";
        if (model.Credits < 1)
            yield return $"{model.Id}: credits is {model.Credits}, below 1";
        if (model.DefaultSteps < 1 || model.DefaultSteps > model.MaxSteps || model.MaxSteps > 100)
            yield return $"{model.Id}: default_steps {model.DefaultSteps} and max_steps {model.MaxSteps} are not 1 ≤ default ≤ max ≤ 100";
        if (model.MinSide < 64 || model.MaxSide > 4096 || model.MinSide > model.MaxSide)
            yield return $"{model.Id}: min_side {model.MinSide} and max_side {model.MaxSide} are not 64 ≤ min ≤ max ≤ 4096";
        if (model.RequiresInputImage && !model.AcceptsInputImage)
            yield return $"{model.Id}: it requires an input image that it does not accept";
        if (model.Edits.Any(edit => edit != "background") || (model.Edits.Count > 0 && !model.AcceptsInputImage))
            yield return $"{model.Id}: edits {string.Join(", ", model.Edits)} are not known, or need accepts_input_image";
        if (model.TimeLimitSeconds is < 1 or > 86_400)
            yield return $"{model.Id}: time_limit_seconds {model.TimeLimitSeconds} is not within 1–86,400";
    }
}

/// <summary>The catalogue file can't be used; the message names each wrong row.</summary>
public sealed class ModelCatalogueException(string message, Exception? inner = null) : Exception(message, inner);

public static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(ModelCatalogue.Load(configuration["Models:File"]));
}
