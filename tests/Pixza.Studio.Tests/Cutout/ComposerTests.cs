using System.Text;
using Pixza.Core.Pictures;
using Pixza.Core.Providers;
using Pixza.Studio.Cutout;
using Pixza.Studio.Media;

namespace Pixza.Studio.Tests.Cutout;

public sealed class ComposerTests : IDisposable
{
    private readonly Studio _studio = new();

    [Theory]
    [InlineData("png", 320, 320)]
    [InlineData("webp", 320, 320)]
    [InlineData("png", 500, 400)]
    public async Task The_product_s_own_pixels_are_the_photo_s_byte_for_byte(string format, int width, int height)
    {
        var photo = new ProductPhoto();
        var cut = ProductCutter.Cut(photo.Picture, CancellationToken.None)!;
        var place = Placement.Find(cut, width, height);

        var result = await _studio.PictureAsync(Edit(photo.Png, width, height, format));

        var (own, same, changed) = (0, 0, 0);
        for (var y = 0; y < cut.Height; y++)
        {
            for (var x = 0; x < cut.Width; x++)
            {
                var at = (cut.Top + y) * 320 + cut.Left + x;
                var before = photo.Picture.Pixels.AsSpan(at * 4, 3);
                var after = result.Pixels.AsSpan(((place.Top + y) * width + place.Left + x) * 4, 3);
                if (cut.Alpha[at] == 255)
                    (own, same) = (own + 1, same + (before.SequenceEqual(after) ? 1 : 0));
                else if (cut.Alpha[at] == 0)
                    changed += before.SequenceEqual(after) ? 0 : 1;
            }
        }

        Assert.True(own > photo.Truth.Count(inside => inside) * 0.9);
        Assert.Equal(own, same);
        Assert.True(changed > 1000);
    }

    [Fact]
    public async Task A_product_that_does_not_fit_is_scaled_down_and_stays_whole()
    {
        var photo = new ProductPhoto();

        var result = await _studio.MakeAsync(Edit(photo.Png, 220, 170, "png"));

        var score = await _studio.Get<ITruthScore>().CompareAsync(photo.Png, result, TestContext.Current.CancellationToken);
        Assert.True(score.Mask > 0.75, score.ToString());
    }

    [Fact]
    public async Task The_truth_score_holds_for_edits_falls_for_recoloured_products_and_is_one_for_the_same_file()
    {
        var photo = new ProductPhoto();
        var truth = _studio.Get<ITruthScore>();
        var recoloured = new Picture(320, 320, (byte[])photo.Picture.Pixels.Clone());
        for (var i = 0; i < photo.Truth.Length; i++)
        {
            if (photo.Truth[i])
                (recoloured.Pixels[i * 4], recoloured.Pixels[i * 4 + 1]) = (recoloured.Pixels[i * 4 + 1], recoloured.Pixels[i * 4]);
        }

        var edited = await _studio.MakeAsync(Edit(photo.Png, 400, 400, "jpeg"));
        var token = TestContext.Current.CancellationToken;

        var same = await truth.CompareAsync(photo.Png, photo.Png, token);
        var kept = await truth.CompareAsync(photo.Png, edited, token);
        var changed = await truth.CompareAsync(photo.Png, Png.Write(recoloured, ""), token);
        Assert.Equal(new TruthScore(1, 1, 1, 1), same);
        Assert.True(kept.Overall > 0.9, kept.ToString());
        Assert.True(changed.Overall < 0.4, changed.ToString());
    }

    [Fact]
    public async Task An_edit_says_that_it_is_a_composite_and_one_without_a_product_is_refused()
    {
        var blank = new Picture(64, 64);
        Array.Fill(blank.Pixels, (byte)230);

        var file = await _studio.MakeAsync(Edit(new ProductPhoto().Png, 320, 320, "jpeg"));
        var refused = await _studio.RefusedAsync(Edit(Png.Write(blank, ""), 320, 320, "png"));
        var missing = await _studio.RefusedAsync(Edit([], 320, 320, "png") with { Input = null });

        Assert.Contains("digitalsourcetype/compositeSynthetic", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal((FailureKind.InvalidInput, FailureKind.InvalidInput), (refused.Kind, missing.Kind));
        Assert.Contains("No product", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_without_an_edit_guides_palette_and_composition()
    {
        var result = await _studio.PictureAsync(Studio.Ask("golden hour", 320, 320) with { Input = new(new ProductPhoto().Png, "image/png", 320, 320) });

        byte[] product = result.Pixels[((200 * 320 + 150) * 4)..][..3], sheet = result.Pixels[((30 * 320 + 30) * 4)..][..3];
        Assert.True(product[0] > product[1] * 1.4 || product[2] > product[0]);
        Assert.True(sheet.Min() > 120);
    }

    public void Dispose() => _studio.Dispose();

    private static ProviderRequest Edit(byte[] photo, int width, int height, string format) =>
        Studio.Ask("on a marble surface, cinematic", width, height, format: format) with { Edit = "background", Input = new(photo, "image/png", 320, 320) };
}
