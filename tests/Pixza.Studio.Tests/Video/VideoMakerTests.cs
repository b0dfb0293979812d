using System.Buffers.Binary;
using System.Text;
using Pixza.Core.Providers;
using Pixza.Studio.Media;
using Pixza.Studio.Tests.Cutout;
using Pixza.Studio.Video;

namespace Pixza.Studio.Tests.Video;

public sealed class VideoMakerTests : IDisposable
{
    private readonly Studio _studio = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_film_is_h264_with_every_frame_and_its_index_first(bool fromPicture)
    {
        var request = Studio.Ask("a red kettle", 200, 120, type: "video", format: null) with
        {
            DurationSeconds = 1.5,
            Input = fromPicture ? new(new ProductPhoto().Png, "image/png", 320, 320) : null,
        };

        var result = Assert.IsType<ProviderResult.Completed>(await _studio.Provider.SubmitAsync(request, TestContext.Current.CancellationToken));

        var file = result.Outputs[0].Bytes.ToArray();
        Assert.Equal(["ftyp", "moov", "uuid", "mdat"], Boxes(file));
        var probed = await Studio.ProbeAsync(file, "-count_frames", "-show_entries", "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_frames,nb_read_frames", "-of", "csv=p=0");
        Assert.Equal("h264,200,120,yuv420p,24/1,36,36", probed.Trim());
        Assert.Equal(1.5, result.Outputs[0].DurationSeconds);
        Assert.Contains("http://cv.iptc.org/newscodes/digitalsourcetype/", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Empty(result.Adjustments!);
    }

    [Fact]
    public async Task Odd_sides_and_long_wishes_are_adjusted_and_said()
    {
        var request = Studio.Ask("a ball", 65, 97, type: "video", format: null) with { DurationSeconds = 0.2 };

        var result = Assert.IsType<ProviderResult.Completed>(await _studio.Provider.SubmitAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(["duration_seconds", "width", "height"], result.Adjustments!.Select(a => a.Param));
        Assert.Equal("64,96", (await Studio.ProbeAsync(result.Outputs[0].Bytes.ToArray(), "-show_entries", "stream=width,height", "-of", "csv=p=0")).Trim());
    }

    [Fact]
    public async Task An_encoder_that_waits_for_slow_frames_is_given_the_time()
    {
        using var hasty = new Studio(("Studio:FfmpegSeconds", "1"));
        var frames = new SlowFrames(TimeSpan.FromMilliseconds(500));

        var file = await hasty.Get<VideoWriter>().WriteAsync(frames, 64, 64, 4, 24, Provenance.Rendered, null, TestContext.Current.CancellationToken);

        Assert.Equal("4", (await Studio.ProbeAsync(file, "-show_entries", "stream=nb_frames", "-of", "csv=p=0")).Trim());
    }

    public void Dispose() => _studio.Dispose();

    private sealed class SlowFrames(TimeSpan each) : FrameSource
    {
        public override int Width => 64;

        public override int Height => 64;

        public override byte[] Frame(double time, CancellationToken cancellationToken)
        {
            cancellationToken.WaitHandle.WaitOne(each);
            return new byte[64 * 64 * 4];
        }
    }

    private static List<string> Boxes(byte[] file)
    {
        var names = new List<string>();
        for (var at = 0; at + 8 <= file.Length; at += BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
            names.Add(Encoding.ASCII.GetString(file, at + 4, 4));
        return names;
    }
}
