using Pixza.Studio.Language;
using Pixza.Studio.Scene.Subjects;

namespace Pixza.Studio.Scene;

/// <summary>Sets the stage that the words ask for. What they leave open is chosen by the seed and by the words that are not understood.</summary>
internal static class StageBuilder
{
    public static Stage Build(string prompt, long seed)
    {
        var words = PromptReader.Read(prompt);
        var mixed = (long)((ulong)seed ^ Seeded.Hash(words.Unknown));
        var backdropName = words.Backdrop ?? Seeded.For(mixed, "place").Pick<string>(["studio", "studio", "studio", "marble", "wood", "concrete"]);
        var lightName = words.Light ?? (backdropName is "city" ? "neon" : backdropName is "beach" or "desert" or "garden" ? "sunny" : "soft");
        var looks = new Looks(words.Colour, words.SecondColour, words.Material, Seeded.For(mixed, "subject"));
        var camera = Seeded.For(mixed, "camera");
        return new(
            Catalogue.Build(words.Subject, looks),
            Backdrops.Make(backdropName, words.BackdropColour, Seeded.For(mixed, "backdrop")),
            Lightings.Make(lightName, Seeded.For(mixed, "light")),
            new(camera.Between(6.5f, 12), 27, 0.6f),
            (int)(uint)seed);
    }
}
