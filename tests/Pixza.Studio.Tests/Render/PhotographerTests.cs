using Pixza.Studio.Media;
using Pixza.Studio.Render;
using Pixza.Studio.Scene.Subjects;

namespace Pixza.Studio.Tests.Render;

public sealed class PhotographerTests
{
    [Theory]
    [InlineData("red", 0, 1, 2)]
    [InlineData("green", 1, 0, 2)]
    [InlineData("blue", 2, 0, 1)]
    public void A_colour_word_paints_the_subject(string colour, int strong, int weak, int other)
    {
        var picture = Photograph($"a {colour} ball in a white studio");

        var painted = picture.Pixels.Chunk(4).Count(p => p[strong] > p[weak] * 1.5 && p[strong] > p[other] * 1.3 && p[strong] > 40);
        Assert.InRange(painted, 128 * 128 / 20, 128 * 128 / 2);
    }

    [Fact]
    public void Every_subject_is_seen_and_no_two_are_alike()
    {
        var pictures = Catalogue.Names.ToDictionary(name => name, name => Photograph($"a white {name} in a blue studio"));

        foreach (var (name, picture) in pictures)
        {
            var others = pictures.Where(other => other.Key != name).Min(other => Difference(picture, other.Value));
            Assert.True(others > 1.0, $"{name} differs from its nearest by {others}");
        }
    }

    [Theory]
    [InlineData("a mug on marble", "a mug in a forest")]
    [InlineData("a mug in the city", "a mug on the beach")]
    [InlineData("a mug, dramatic light", "a mug, bright light")]
    [InlineData("a gold mug", "a wooden mug")]
    public void Place_light_and_material_change_the_picture(string one, string other) =>
        Assert.True(Difference(Photograph(one), Photograph(other)) > 4);

    private static Picture Photograph(string prompt) => Photographer.Photograph(prompt, 3, 128, 128, 4, null, CancellationToken.None);

    /// <summary>The mean difference of two pictures' channels, 0..255.</summary>
    private static double Difference(Picture a, Picture b) => a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Average();
}
