using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pixza.Core.Media;

namespace Pixza.Core.Tests.Media;

public class MediaSnifferTests(MediaFiles files) : IClassFixture<MediaFiles>
{
    [Theory]
    [InlineData("rgb.png", "image/png", 320, 200)]
    [InlineData("grey.png", "image/png", 33, 17)]
    [InlineData("moving.png", "image/png", 32, 20, true)]
    [InlineData("photo.jpg", "image/jpeg", 321, 201)]
    [InlineData("lossy.webp", "image/webp", 322, 202)]
    [InlineData("lossless.webp", "image/webp", 323, 203)]
    [InlineData("alpha.webp", "image/webp", 324, 204)]
    [InlineData("moving.webp", "image/webp", 64, 48, true)]
    [InlineData("moving.gif", "image/gif", 64, 40)]
    [InlineData("end.mp4", "video/mp4", 128, 96, false, 1.5)]
    [InlineData("front.mp4", "video/mp4", 130, 98, false, 2)]
    [InlineData("fragments.mp4", "video/mp4", 132, 100)]
    [InlineData("film.mov", "video/quicktime", 134, 102, false, 1)]
    [InlineData("vp9.webm", "video/webm", 136, 104, false, 1)]
    public void A_real_file_tells_its_type_and_size(string name, string contentType, int width, int height, bool animated = false, double seconds = 0)
    {
        var info = MediaSniffer.Read(files[name]);

        Assert.NotNull(info);
        Assert.Equal((contentType, width, height, 1, animated), (info.Type.ContentType, info.Width, info.Height, info.Orientation, info.Animated));
        Assert.Equal(seconds, info.DurationSeconds ?? 0, 0.05);
    }

    [Fact]
    public void Other_matroska_is_not_webm() => Assert.Null(MediaSniffer.TypeOf(files["h264.mkv"]));

    [Fact]
    public void A_film_taken_upright_is_shown_upright()
    {
        var info = MediaSniffer.Read(files["turned.mp4"]);

        Assert.NotNull(info);
        Assert.Equal((130, 98, 98, 130), (info.Width, info.Height, info.ShownWidth, info.ShownHeight));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(6, true)]
    [InlineData(6, false)]
    [InlineData(8, false)]
    public void A_photo_tells_its_orientation(int orientation, bool little)
    {
        byte[] photo = files["photo.jpg"];

        var info = MediaSniffer.Read([.. photo[..2], 0xff, 0xe1, 0, 40, .. "Exif\0\0"u8, .. Tiff(orientation, little), .. photo[2..]]);

        Assert.NotNull(info);
        Assert.Equal((321, 201, orientation), (info.Width, info.Height, info.Orientation));
        Assert.Equal(orientation >= 5 ? (201, 321) : (321, 201), (info.ShownWidth, info.ShownHeight));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(65535)]
    public void An_orientation_that_does_not_exist_counts_as_upright(int orientation) =>
        Assert.Equal(1, ExifOrientation.Read(Tiff(orientation, little: true)));

    [Theory]
    [MemberData(nameof(MediaFiles.Names), MemberType = typeof(MediaFiles))]
    public void A_file_that_is_cut_off_is_no_file(string name)
    {
        var whole = files[name];
        var longest = Path.GetExtension(name) switch
        {
            ".gif" or ".webm" => 10, // what follows their headers is not looked at
            _ when name == "fragments.mp4" => 700, // whole at the end of each fragment
            _ => whole.Length - 1,
        };

        for (var length = 0; length <= longest; length += Math.Max(1, longest / 997))
            Assert.Null(MediaSniffer.Read(whole.AsSpan(0, length)));
        Assert.Null(MediaSniffer.Read(whole.AsSpan(0, longest)));
    }

    [Theory]
    [MemberData(nameof(MediaFiles.Names), MemberType = typeof(MediaFiles))]
    public void No_damage_makes_the_sniffer_throw(string name)
    {
        var whole = files[name];

        Prop.ForAll<int, byte, uint>((at, value, length) =>
            {
                var hurt = whole.AsSpan(0, whole.Length - (int)(length % (uint)whole.Length) / 2).ToArray();
                // Headers are where damage could mislead, so most of it goes there.
                hurt[(int)((uint)at % Math.Min(hurt.Length, 600))] = value;
                var info = MediaSniffer.Read(hurt);
                return info is null or { Width: > 0, Height: > 0, Orientation: >= 1 and <= 8 };
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Noise_behind_any_signature_does_not_make_the_sniffer_throw()
    {
        byte[][] starts = [[0xff, 0xd8, 0xff], [.. PngHeader.Signature], [.. "RIFF"u8, 0xff, 0, 0, 0, .. "WEBPVP8X"u8], [.. "GIF89a"u8], [.. "glTF"u8],
            [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, 0, 0, 0, 99, .. "moov"u8], [0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8, 0x18, 0x53, 0x80, 0x67]];

        Prop.ForAll<byte[]>(noise => starts.All(start => MediaSniffer.Read([.. start, .. noise ?? []]) is null or { Width: > 0 } or { Type.Family: "3d" }))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(400).WithQuietOnSuccess(true));
    }

    [Fact]
    public void A_canvas_that_differs_from_its_picture_is_a_lie()
    {
        var lie = files["alpha.webp"];
        Assert.Equal("VP8X", Encoding.ASCII.GetString(lie, 12, 4));
        lie[24]++;

        Assert.Null(MediaSniffer.Read(lie));
    }

    [Fact]
    public void The_type_is_what_the_content_says()
    {
        Assert.Same(MediaType.Heic, MediaSniffer.TypeOf([0, 0, 0, 24, .. "ftypheic"u8]));
        Assert.Same(MediaType.Avif, MediaSniffer.TypeOf([0, 0, 0, 24, .. "ftypavif"u8]));
        Assert.Null(MediaSniffer.TypeOf("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));
        Assert.Null(MediaSniffer.TypeOf("<!doctype html>"u8));
        Assert.Null(MediaSniffer.TypeOf("%PDF-1.7"u8));
        Assert.Null(MediaSniffer.TypeOf(default));
    }

    [Fact]
    public void A_model_is_as_long_as_it_says()
    {
        var glb = Glb("{\"asset\":{\"version\":\"2.0\"}} ");

        Assert.Equal(MediaType.Glb, MediaSniffer.Read(glb)?.Type);
        Assert.Null(MediaSniffer.Read(glb.AsSpan(0, glb.Length - 1)));
        Assert.Null(MediaSniffer.Read([.. glb, 0]));
        glb[4] = 1;
        Assert.Null(MediaSniffer.Read(glb));
    }

    private static byte[] Tiff(int orientation, bool little)
    {
        var tiff = new byte[32];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Span<(int At, int Bytes, int Value)> fields = [(4, 4, 8), (8, 2, 1), (10, 2, 0x0112), (12, 2, 3), (14, 4, 1), (18, 2, orientation)];
        foreach (var (at, bytes, value) in fields)
        {
            for (var i = 0; i < bytes; i++)
                tiff[at + (little ? i : bytes - 1 - i)] = (byte)(value >> (8 * i));
        }

        return tiff;
    }

    private static byte[] Glb(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var glb = new byte[20 + text.Length];
        "glTF"u8.CopyTo(glb);
        BinaryPrimitives.WriteUInt32LittleEndian(glb.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(glb.AsSpan(8), (uint)glb.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(glb.AsSpan(12), (uint)text.Length);
        "JSON"u8.CopyTo(glb.AsSpan(16));
        text.CopyTo(glb, 20);
        return glb;
    }
}
