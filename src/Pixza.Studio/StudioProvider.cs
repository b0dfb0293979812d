using Microsoft.Extensions.Logging;
using Pixza.Core.Providers;
using Pixza.Studio.Media;
using Pixza.Studio.Mesh;
using Pixza.Studio.Render;
using Pixza.Studio.Video;

namespace Pixza.Studio;

/// <summary>
/// The embedded provider: renders pictures, films and models on this machine, from the words alone and without a network.
/// The same request gives the same pixels, so a lost answer may simply be asked for again.
/// </summary>
public sealed partial class StudioProvider : IProvider
{
    private readonly Ffmpeg _ffmpeg;
    private readonly ImageMaker _images;
    private readonly VideoMaker _videos;
    private readonly MeshMaker _meshes;
    private readonly ILogger _logger;

    internal StudioProvider(Ffmpeg ffmpeg, ImageMaker images, VideoMaker videos, MeshMaker meshes, ILogger<StudioProvider> logger) =>
        (_ffmpeg, _images, _videos, _meshes, _logger) = (ffmpeg, images, videos, meshes, logger);

    public string Name => "studio";

    public bool CanRepeatSubmit => true;

    public bool IsAvailable => _ffmpeg.IsAvailable;

    public async Task<ProviderResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (!IsAvailable)
            return new ProviderResult.Failed(FailureKind.Unavailable, "The studio needs ffmpeg, which was not found on this server.");
        if (request.Width is < 64 or > 4096 || request.Height is < 64 or > 4096 || (long)request.Width * request.Height > 4096 * 4096)
            return new ProviderResult.Failed(FailureKind.InvalidInput, "The studio makes pictures from 64 to 4096 pixels on each side.");
        try
        {
            using var place = await RenderGate.EnterAsync(request.Type, cancellationToken);
            return request.Type switch
            {
                "image" => await _images.MakeAsync(request, cancellationToken),
                "video" => await _videos.MakeAsync(request, cancellationToken),
                "3d" => await _meshes.MakeAsync(request, cancellationToken),
                _ => new ProviderResult.Failed(FailureKind.InvalidInput, $"The studio does not make \"{request.Type}\"."),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, request.GenerationId);
            return new ProviderResult.Failed(FailureKind.Failed, "The studio could not finish this one.");
        }
    }

    /// <summary>Everything is answered at once, so nothing is ever left to ask for.</summary>
    public Task<ProviderResult> PollAsync(ProviderJob job, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new ProviderResult.Failed(FailureKind.Lost, "The studio keeps no work between calls."));

    /// <summary>Work is stopped by the token of its submit.</summary>
    public Task<bool> CancelAsync(ProviderJob job, CancellationToken cancellationToken) => Task.FromResult(false);

    [LoggerMessage(Level = LogLevel.Error, Message = "Studio failed to make generation {GenerationId}")]
    private partial void LogFailed(Exception exception, Guid generationId);
}
