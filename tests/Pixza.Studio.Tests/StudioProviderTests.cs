using System.Text;
using Pixza.Core.Providers;

namespace Pixza.Studio.Tests;

public sealed class StudioProviderTests : IDisposable
{
    private readonly Studio _studio = new();

    [Fact]
    public async Task The_same_request_gives_the_same_bytes_and_another_seed_another_picture()
    {
        var first = await _studio.MakeAsync(Studio.Ask("a red kettle on a marble surface"));
        var again = await _studio.MakeAsync(Studio.Ask("a red kettle on a marble surface"));
        var other = await _studio.MakeAsync(Studio.Ask("a red kettle on a marble surface", seed: 8));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [InlineData("jpeg", "mjpeg")]
    [InlineData("png", "png")]
    [InlineData("webp", "webp")]
    [InlineData(null, "mjpeg")]
    public async Task Every_format_has_the_asked_size_and_says_that_it_was_computed(string? format, string codec)
    {
        var file = await _studio.MakeAsync(Studio.Ask("a vase", 150, 97, format: format));

        var probed = await Studio.ProbeAsync(file, "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0");
        Assert.Equal($"{codec},150,97", probed.Trim());
        Assert.Contains("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 333)]
    [InlineData(64, 4096)]
    [InlineData(4096, 64)]
    [InlineData(2049, 1537)]
    public async Task Every_size_is_made_as_asked(int width, int height)
    {
        var picture = await _studio.PictureAsync(Studio.Ask("an apple in a forest", width, height));

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.True(picture.Pixels.Chunk(4).Select(p => (p[0], p[1], p[2])).Distinct().Count() > 200);
    }

    [Fact]
    public async Task Progress_grows_and_ends_at_one()
    {
        var seen = new List<double>();

        await _studio.MakeAsync(Studio.Ask("a chair", 256, 256) with { Progress = new Recorder(seen) });

        Assert.Equal(1, seen[^1]);
        Assert.All(seen, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public async Task A_cancelled_request_stops()
    {
        using var stop = new CancellationTokenSource();
        var request = Studio.Ask("a sofa", 4096, 4096) with { Progress = new Stopper(stop) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _studio.Provider.SubmitAsync(request, stop.Token));
    }

    [Theory]
    [InlineData(63, 64, "image")]
    [InlineData(64, 4097, "image")]
    [InlineData(64, 64, "music")]
    public async Task What_the_studio_cannot_make_is_refused_in_a_sentence(int width, int height, string type)
    {
        var refused = await _studio.RefusedAsync(Studio.Ask("a cup", width, height, type: type));

        Assert.Equal(FailureKind.InvalidInput, refused.Kind);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ffmpeg_it_is_not_available_and_says_so()
    {
        using var bare = new Studio(("Studio:Ffmpeg", "/nowhere/ffmpeg"));

        var refused = await bare.RefusedAsync(Studio.Ask("a cup"));

        Assert.False(bare.Provider.IsAvailable);
        Assert.Equal(FailureKind.Unavailable, refused.Kind);
    }

    public void Dispose() => _studio.Dispose();

    private sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (seen)
                seen.Add(value);
        }
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
