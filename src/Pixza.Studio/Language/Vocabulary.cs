using System.Numerics;
using Pixza.Studio.Scene;
using Pixza.Studio.Scene.Subjects;

namespace Pixza.Studio.Language;

/// <summary>The words that the studio understands, and what each stands for.</summary>
internal static class Vocabulary
{
    public static readonly IReadOnlyDictionary<string, Vector3> Colours = Pairs(
        "red C8202B, crimson A8122A, scarlet D9281E, burgundy 6B1426, maroon 6B1A22, pink F29BB2, rose E8A0A8, magenta C92A84, coral F2785C, peach F6BE98, orange EA7A1E, amber E39A22, yellow F2C92E, mustard D3A12C, gold_tone D9B25F, lime A6CE39, green 3C8A46, olive 7A7B3A, sage 9CAF92, emerald 1B7F5C, mint A9DCC5, teal 1E7A7A, turquoise 35B5AC, cyan 2FB3CF, aqua 6CC9D6, blue 2459B3, navy 16264C, azure 3E8ADF, indigo 3B3A8C, purple 6C3A94, violet 7B4FB0, lavender BBA6DC, lilac C7AEDD, plum 6E2C58, brown 6F4427, tan C79E70, beige DCC9A9, cream EFE3C8, ivory EDE6DA, white F4F3F0, grey 8C8E92, gray 8C8E92, charcoal 36383D, black 18181B, terracotta BE5F3C, khaki A9976A, fuchsia D12C8B, ochre C5872B, turmeric E0A11B, salmon F08F7A")
        .ToDictionary(pair => pair.Key, pair => Colour.FromHex(pair.Value), StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, string> Materials = Pairs(
        "marble marble, wooden wood, wood wood, oak wood, walnut wood, bamboo wood, metal metal, metallic metal, steel steel, aluminium steel, aluminum steel, iron metal, chrome chrome, gold gold, golden gold, rosegold rosegold, silver silver, copper copper, bronze copper, brass brass, glass glass, crystal glass, transparent glass, ceramic ceramic, porcelain ceramic, clay ceramic, fabric fabric, cotton fabric, linen fabric, wool fabric, knitted fabric, velvet fabric, cloth fabric, leather leather, suede leather, plastic plastic, glossy plastic, matte matte, matt matte, concrete concrete, stone stone, paper paper, cardboard paper, kraft paper, terrazzo terrazzo, rubber rubber, wax wax");

    public static readonly IReadOnlyDictionary<string, string> Backdrops = Pairs(
        "studio studio, seamless studio, plain studio, minimal studio, minimalist studio, backdrop studio, background studio, marble marble, kitchen kitchen, counter kitchen, countertop kitchen, restaurant kitchen, cafe kitchen, wooden wood, wood wood, table wood, tabletop wood, desk wood, oak wood, rustic wood, beach beach, sand beach, sea beach, ocean beach, seaside beach, tropical beach, summer beach, forest forest, woods forest, jungle forest, moss forest, mountain forest, mountains forest, garden garden, meadow garden, grass garden, park garden, nature garden, concrete concrete, loft concrete, industrial concrete, urban concrete, wall concrete, stone concrete, city city, street city, night city, skyline city, cyberpunk city, tokyo city, bar city, winter winter, snow winter, snowy winter, ice winter, autumn autumn, fall autumn, halloween autumn, thanksgiving autumn, spring spring, blossom spring, flowers spring, flower spring, floral spring, easter spring, valentine spring, desert desert, dune desert, dunes desert, water water, lake water, pool water, river water, sky sky, clouds sky, cloud sky, dark dark, black_room dark, room room, livingroom room, interior room, bedroom room, office room, home room, shelf room, christmas christmas, xmas christmas, holiday christmas, festive christmas, diwali christmas, bathroom bathroom, spa bathroom, tiles bathroom");

    public static readonly IReadOnlyDictionary<string, string> Lights = Pairs(
        "soft soft, softbox soft, diffused soft, gentle soft, cinematic cinematic, moody cinematic, film cinematic, movie cinematic, epic cinematic, goldenhour golden, sunset golden, sunrise golden, dusk golden, dawn golden, warm golden, neon neon, cyberpunk neon, synthwave neon, vaporwave neon, bright bright, highkey bright, clean bright, airy bright, dramatic dramatic, lowkey dramatic, contrast dramatic, noir dramatic, chiaroscuro dramatic, moonlight moon, moonlit moon, midnight moon, sunny sunny, sunlight sunny, sunlit sunny, daylight sunny, noon sunny, natural sunny, pastel pastel, dreamy pastel, playful pastel, cute pastel, backlit backlit, backlight backlit, silhouette backlit, rimlight backlit, luxury cinematic, luxurious cinematic, elegant cinematic, premium cinematic");

    /// <summary>Two words that mean one thing.</summary>
    public static readonly IReadOnlyDictionary<string, string> Phrases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["golden hour"] = "goldenhour",
        ["rose gold"] = "rosegold",
        ["high key"] = "highkey",
        ["low key"] = "lowkey",
        ["living room"] = "livingroom",
        ["stainless steel"] = "steel",
        ["rim light"] = "rimlight",
        ["wine glass"] = "wineglass",
        ["soft box"] = "softbox",
        ["head phones"] = "headphones",
        ["blood orange"] = "orange_fruit",
        ["light bulb"] = "lamp",
        ["coffee cup"] = "mug",
        ["tea pot"] = "teapot",
        ["flower pot"] = "plant",
        ["potted plant"] = "plant",
    };

    /// <summary>From here on the words are about the place, not the thing.</summary>
    public static readonly IReadOnlySet<string> Prepositions = new HashSet<string>(StringComparer.Ordinal)
        { "on", "in", "at", "against", "under", "over", "near", "by", "inside", "among", "amid", "before", "behind", "beside", "onto", "upon", "above", "within", "front" };

    /// <summary>Words that may name a thing or a place or a light: "marble", "glass", "light"; a thing only when nothing else is one.</summary>
    public static readonly IReadOnlySet<string> Hesitant = new HashSet<string>(StringComparer.Ordinal)
        { "light", "water", "glass", "wine", "oil", "home", "house", "table", "desk", "fruit", "coffee", "tea", "pot", "orange", "rose", "lime", "plum", "peach", "product", "mobile", "present", "football", "block", "computer", "packaging", "boot", "wood", "cream", "box" };

    public static bool IsSubject(string word) => Catalogue.Words.Contains(word);

    private static Dictionary<string, string> Pairs(string list) => list.Split(", ").Select(pair => pair.Split(' '))
        .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
}
