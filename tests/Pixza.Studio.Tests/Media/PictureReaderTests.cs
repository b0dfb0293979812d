using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pixza.Core.Providers;
using Pixza.Studio.Media;

namespace Pixza.Studio.Tests.Media;

public sealed class PictureReaderTests : IDisposable
{
    private readonly Studio _studio = new();

    public static TheoryData<string> Traps => ["truncated", "bomb", "lying", "empty", "text", "jpeg-bomb", "webp-bomb", "svg"];

    [Theory]
    [MemberData(nameof(Traps))]
    public async Task What_is_no_sound_picture_is_refused_in_a_sentence(string trap)
    {
        var good = Png.Write(new Picture(200, 100), "");
        var huge = (byte[])good.Clone();
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), 65535);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(20), 65535);
        var lying = (byte[])good.Clone();
        BinaryPrimitives.WriteInt32BigEndian(lying.AsSpan(20), 6000);
        byte[] file = trap switch
        {
            "truncated" => good[..60],
            "bomb" => huge,
            "lying" => lying,
            "empty" => [],
            "jpeg-bomb" => [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0],
            "webp-bomb" => [.. "RIFF"u8, 50, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            "svg" => Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"),
            _ => "hello"u8.ToArray(),
        };

        var refused = await _studio.RefusedAsync(Studio.Ask("a cup") with { Input = new(file, "image/png", 1, 1) });

        Assert.Equal(FailureKind.InvalidInput, refused.Kind);
        Assert.StartsWith("The input image", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0089PNG\r\n\u001a\n")]
    public async Task A_playlist_in_a_picture_s_clothes_reaches_neither_files_nor_the_network(string magic)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.png";
        var secret = Path.GetTempFileName();
        await File.WriteAllBytesAsync(secret, Png.Write(new Picture(8, 8), ""), TestContext.Current.CancellationToken);

        foreach (var text in new[] { $"ffconcat version 1.0\nfile '{secret}'\nfile '{address}'\n", $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n" })
        {
            byte[] file = [.. Encoding.Latin1.GetBytes(magic), .. Encoding.UTF8.GetBytes(text.PadRight(200))];
            var (picture, problem) = await _studio.Get<PictureReader>().ReadAsync(file, TestContext.Current.CancellationToken);
            Assert.Null(picture);
            Assert.NotEmpty(problem);

            // And were the type ever guessed wrong, the decoder itself would still open nothing.
            var (output, _) = await _studio.Get<Ffmpeg>().RunAsync(
                ["-protocol_whitelist", "pipe", "-f", text.StartsWith('#') ? "hls" : "concat", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"],
                async (stream, token) => await stream.WriteAsync(file, token), 1 << 20, TestContext.Current.CancellationToken);
            Assert.Null(output);
        }

        Assert.False(listener.Pending());
        File.Delete(secret);
    }

    [Fact]
    public async Task A_photo_is_turned_as_the_camera_was_held()
    {
        var picture = new Picture(64, 32);
        for (var i = 0; i < 64 * 32; i++)
            (picture.Pixels[i * 4], picture.Pixels[i * 4 + 3]) = ((byte)(i % 64 < 32 ? 250 : 5), 255);
        var jpeg = await _studio.Get<PictureWriter>().WriteAsync(picture, "jpeg", false, Provenance.Rendered, TestContext.Current.CancellationToken);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] turned = [0xFF, 0xD8, .. exif, .. jpeg[2..]];

        var upright = await _studio.DecodeAsync(turned);

        Assert.Equal((32, 64), (upright.Width, upright.Height));
        Assert.True(upright.Pixels[16 * 4] > 200, "the left half is now the top");
        Assert.True(upright.Pixels[(60 * 32 + 16) * 4] < 50);
    }

    [Fact]
    public async Task Encoding_and_decoding_without_loss_changes_no_pixel()
    {
        var picture = new Picture(37, 23);
        var seeded = new Scene.Seeded(9);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = i % 4 == 3 ? (byte)255 : (byte)seeded.Next();

        foreach (var format in new[] { "png", "webp" })
        {
            var file = await _studio.Get<PictureWriter>().WriteAsync(picture, format, true, Provenance.Rendered, TestContext.Current.CancellationToken);
            Assert.Equal(picture.Pixels, (await _studio.DecodeAsync(file)).Pixels);
        }
    }

    public void Dispose() => _studio.Dispose();
}
