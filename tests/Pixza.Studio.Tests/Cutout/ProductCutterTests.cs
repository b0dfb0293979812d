using Pixza.Core.Pictures;
using Pixza.Studio.Cutout;
using Pixza.Studio.Media;
using Pixza.Studio.Render;

namespace Pixza.Studio.Tests.Cutout;

public sealed class ProductCutterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_mask_covers_the_product_and_leaves_the_hole_of_its_handle_open(int noise)
    {
        var photo = new ProductPhoto(noise: noise);

        var cut = ProductCutter.Cut(photo.Picture, CancellationToken.None);

        Assert.NotNull(cut);
        Assert.InRange(Overlap(photo.Truth, cut.Alpha), 0.97, 1);
        Assert.Equal(0, cut.Alpha[(int)(0.55 * 320) * 320 + (int)(0.66 * 320)]);
        Assert.InRange(cut.Confidence, 0.6, 1);
    }

    [Fact]
    public void A_rendered_product_photo_with_a_real_shadow_is_cut_at_the_product()
    {
        var picture = Photographer.Photograph("a red ball in a white studio, bright", 3, 256, 256, 4, null, CancellationToken.None);
        var red = picture.Pixels.Chunk(4).Select(p => p[0] > p[1] * 1.6 && p[0] > 60).ToArray();

        var cut = ProductCutter.Cut(picture, CancellationToken.None);

        Assert.NotNull(cut);
        Assert.InRange(Overlap(red, cut.Alpha), 0.85, 1);
    }

    [Fact]
    public void A_picture_s_own_transparency_is_its_mask()
    {
        var picture = new Picture(40, 40);
        for (var i = 0; i < 1600; i++)
            picture.Pixels[i * 4 + 3] = (byte)(i % 40 is > 10 and < 30 && i / 40 is > 10 and < 30 ? 255 : 0);

        var cut = ProductCutter.Cut(picture, CancellationToken.None);

        Assert.Equal((11, 11, 19, 19), (cut!.Left, cut.Top, cut.Width, cut.Height));
    }

    [Fact]
    public async Task Where_nothing_stands_out_there_is_no_mask()
    {
        using var studio = new Studio();
        var blank = new Picture(64, 64);
        Array.Fill(blank.Pixels, (byte)240);

        var mask = await studio.Get<IProductMask>().FindAsync(Png.Write(blank, ""), TestContext.Current.CancellationToken);

        Assert.Null(mask);
        Assert.Null(await studio.Get<IProductMask>().FindAsync("no picture"u8.ToArray(), TestContext.Current.CancellationToken));
    }

    private static double Overlap(bool[] truth, byte[] alpha)
    {
        double both = 0, either = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var found = alpha[i] > 127;
            both += truth[i] && found ? 1 : 0;
            either += truth[i] || found ? 1 : 0;
        }

        return both / either;
    }
}
