using Pixza.Studio.Language;
using Pixza.Studio.Scene.Subjects;

namespace Pixza.Studio.Tests.Language;

public sealed class PromptReaderTests
{
    [Theory]
    [InlineData("A luxury product on marble surface, cinematic lighting", "product", null, "marble", "cinematic")]
    [InlineData("red sneakers on the beach at golden hour", "sneaker", null, "beach", "golden")]
    [InlineData("a marble vase in a forest", "vase", "marble", "forest", null)]
    [InlineData("on a wooden table stands a teapot", "teapot", null, "wood", null)]
    [InlineData("stainless steel watch, neon city", "watch", "steel", "city", "neon")]
    [InlineData("a wine glass in the kitchen", "wineglass", null, "kitchen", null)]
    [InlineData("leather bag", "bag", "leather", null, null)]
    [InlineData("qwertz uiop", null, null, null, null)]
    public void Words_name_the_thing_its_material_the_place_and_the_light(string prompt, string? subject, string? material, string? backdrop, string? light)
    {
        var words = PromptReader.Read(prompt);

        Assert.Equal((subject, material, backdrop, light), (words.Subject, words.Material, words.Backdrop, words.Light));
    }

    [Fact]
    public void A_colour_belongs_to_the_thing_or_to_the_place_by_where_it_stands()
    {
        var words = PromptReader.Read("a red and white sneaker on blue concrete");

        Assert.Equal(Vocabulary.Colours["red"], words.Colour);
        Assert.Equal(Vocabulary.Colours["white"], words.SecondColour);
        Assert.Equal(Vocabulary.Colours["blue"], words.BackdropColour);
    }

    [Fact]
    public void Every_word_that_stands_for_something_stands_for_something_known()
    {
        Assert.All(Vocabulary.Materials.Values, name => Assert.Contains(name, Scene.Materials.Names.Append("steel")));
        Assert.All(Vocabulary.Backdrops.Values, name => Assert.Contains(name, Scene.Backdrops.Names));
        Assert.All(Vocabulary.Lights.Values, name => Assert.Contains(name, Scene.Lightings.Names));
        Assert.NotEmpty(Catalogue.Words);
    }
}
