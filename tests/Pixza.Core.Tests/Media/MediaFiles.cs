using System.Diagnostics;

namespace Pixza.Core.Tests.Media;

/// <summary>Real files, made by ffmpeg once for all tests of a class.</summary>
public sealed class MediaFiles : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixza-media-").FullName;

    private static readonly (string Name, string Arguments)[] s_recipes =
    [
        ("rgb.png", "-f lavfi -i testsrc=s=320x200 -frames:v 1 -pix_fmt rgb24"),
        ("grey.png", "-f lavfi -i testsrc=s=33x17 -frames:v 1 -pix_fmt gray"),
        ("moving.png", "-f lavfi -i testsrc=s=32x20:r=5:d=1 -f apng"),
        ("photo.jpg", "-f lavfi -i testsrc=s=321x201 -frames:v 1"),
        ("lossy.webp", "-f lavfi -i testsrc=s=322x202 -frames:v 1 -c:v libwebp -lossless 0 -pix_fmt yuv420p"),
        ("lossless.webp", "-f lavfi -i testsrc=s=323x203 -frames:v 1 -c:v libwebp -lossless 1"),
        ("alpha.webp", "-f lavfi -i testsrc=s=324x204,format=rgba,colorchannelmixer=aa=0.5 -frames:v 1 -c:v libwebp -lossless 0 -pix_fmt yuva420p"),
        ("moving.webp", "-f lavfi -i testsrc=s=64x48:r=5:d=1 -c:v libwebp_anim"),
        ("moving.gif", "-f lavfi -i testsrc=s=64x40:r=5:d=1"),
        ("end.mp4", "-f lavfi -i testsrc=s=128x96:r=10:d=1.5 -f lavfi -i sine=d=1.5 -map 1 -map 0 -pix_fmt yuv420p"),
        ("front.mp4", "-f lavfi -i testsrc=s=130x98:r=10:d=2 -pix_fmt yuv420p -movflags +faststart"),
        ("fragments.mp4", "-f lavfi -i testsrc=s=132x100:r=10:d=2 -pix_fmt yuv420p -movflags +frag_keyframe+empty_moov"),
        ("film.mov", "-f lavfi -i testsrc=s=134x102:r=10:d=1 -pix_fmt yuv420p"),
        ("vp9.webm", "-f lavfi -i testsrc=s=136x104:r=10:d=1 -c:v libvpx-vp9 -cpu-used 8 -deadline realtime"),
        ("h264.mkv", "-f lavfi -i testsrc=s=136x104:r=10:d=1"),
    ];

    public static TheoryData<string> Names => [.. s_recipes.Select(recipe => recipe.Name)];

    public byte[] this[string name] => File.ReadAllBytes(Path.Combine(_folder, name));

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, arguments) in s_recipes)
            await FfmpegAsync($"{arguments} {name}");
        await FfmpegAsync("-i front.mp4 -c copy -metadata:s:v:0 rotate=90 turned.mp4");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task FfmpegAsync(string arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", $"-nostdin -v error -y {arguments}") { WorkingDirectory = _folder, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
