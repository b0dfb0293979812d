using System.Collections.Concurrent;
using System.Text.Json;
using Pixza.Api.Hosting;
using Pixza.Core.Models;
using Pixza.Core.Providers;
using Pixza.Core.Storage;

namespace Pixza.Bench;

/// <summary>The real host with two parts exchanged: a vendor that answers at once, and a store in memory (or the real folder, with "files").</summary>
internal static class BenchedHost
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = PixzaHost.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls(args[0]);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Pixza"] = args[1],
                ["Pixza:DataDir"] = args[2],
                ["Pixza:PublicUrl"] = args[0],
                ["Models:File"] = WriteCatalogue(args[2]),
            });
            builder.Services.AddSingleton<IProvider, InstantProvider>();
            if (!args.Contains("files"))
                builder.Services.AddSingleton<IObjectStore, MemoryStore>();
        });
        await PixzaHost.RunAsync(app);
        return 0;
    }

    // The built-in catalogue with every route leading to the instant vendor.
    private static string WriteCatalogue(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "models.json");
        var models = ModelCatalogue.Load(null).Models.Select(model => model with { Routes = [new ModelRoute("instant", model.Id)] });
        File.WriteAllText(file, JsonSerializer.Serialize(models, SnakeCase));
        return file;
    }

    private sealed class InstantProvider : IProvider
    {
        // A whole, readable PNG file of one pixel.
        private static readonly ProviderResult Answer = new ProviderResult.Completed([new ProviderOutput(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))]);

        public string Name => "instant";

        public bool CanRepeatSubmit => true;

        public bool IsAvailable => true;

        public Task<ProviderResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => Task.FromResult(Answer);

        public Task<ProviderResult> PollAsync(ProviderJob job, CancellationToken cancellationToken) => Task.FromResult(Answer);

        public Task<bool> CancelAsync(ProviderJob job, CancellationToken cancellationToken) => Task.FromResult(true);
    }

    private sealed class MemoryStore : IObjectStore
    {
        private readonly ConcurrentDictionary<string, (ReadOnlyMemory<byte> Content, string Type)> objects = new();

        public Task PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
        {
            objects[name] = (content, contentType);
            return Task.CompletedTask;
        }

        public Task<ObjectInfo?> StatAsync(string name, CancellationToken cancellationToken) => Task.FromResult(
            objects.TryGetValue(name, out var found) ? new ObjectInfo(name, found.Content.Length, found.Type, "memory") : null);

        public Task<Stream?> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
            Task.FromResult<Stream?>(objects.TryGetValue(name, out var found) ? new MemoryStream(found.Content[(int)offset..].ToArray()) : null);

        public Task DeleteAsync(string name, CancellationToken cancellationToken)
        {
            objects.TryRemove(name, out _);
            return Task.CompletedTask;
        }
    }
}
