using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pixza.Core.Providers;
using Pixza.Studio.Media;

namespace Pixza.Studio.Tests;

/// <summary>The studio as a host registers it, and short words for what tests ask of it.</summary>
internal sealed class Studio : IDisposable
{
    private readonly ServiceProvider _services;

    public Studio(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddStudio().BuildServiceProvider();
    }

    public IProvider Provider => _services.GetRequiredService<IProvider>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static ProviderRequest Ask(string prompt, int width = 128, int height = 128, long seed = 7, string type = "image", string? format = "png") =>
        new(Guid.CreateVersion7(), "studio", "studio", type, prompt, null, width, height, 4, seed, null, format, null, null);

    public async Task<byte[]> MakeAsync(ProviderRequest request)
    {
        var result = await Provider.SubmitAsync(request, TestContext.Current.CancellationToken);
        var completed = Assert.IsType<ProviderResult.Completed>(result);
        return completed.Outputs[0].Bytes.ToArray();
    }

    public async Task<Picture> PictureAsync(ProviderRequest request) => await DecodeAsync(await MakeAsync(request));

    public async Task<Picture> DecodeAsync(byte[] file)
    {
        var (picture, problem) = await Get<PictureReader>().ReadAsync(file, TestContext.Current.CancellationToken);
        Assert.True(picture is not null, problem);
        return picture;
    }

    public async Task<ProviderResult.Failed> RefusedAsync(ProviderRequest request) =>
        Assert.IsType<ProviderResult.Failed>(await Provider.SubmitAsync(request, TestContext.Current.CancellationToken));

    /// <summary>What ffprobe says of a file.</summary>
    public static async Task<string> ProbeAsync(byte[] file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-protocol_whitelist", "pipe", .. arguments, "pipe:0"])
        { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(file);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has read as much as it needs.
        }

        await process.WaitForExitAsync();
        return await output;
    }

    public void Dispose() => _services.Dispose();
}
