namespace Pixza.Studio.Scene.Subjects;

/// <summary>Everything the studio knows how to build, by the words that name it.</summary>
internal static class Catalogue
{
    private static readonly (string Words, Func<Looks, IReadOnlyList<Part>> Build)[] Entries =
    [
        ("perfume fragrance cologne", Vessels.Perfume),
        ("bottle flask wine water shampoo", Vessels.Bottle),
        ("serum dropper skincare cosmetic cosmetics oil", Vessels.Serum),
        ("jar cream pot moisturizer honey jam", Vessels.Jar),
        ("vase pottery amphora urn", Vessels.Vase),
        ("candle", Vessels.Candle),
        ("lipstick makeup", Vessels.Lipstick),
        ("mug cup coffee tea espresso", Kitchen.Mug),
        ("kettle teapot", Kitchen.Kettle),
        ("bowl", Kitchen.Bowl),
        ("glass goblet wineglass", Kitchen.WineGlass),
        ("cake cupcake muffin dessert", Kitchen.Cupcake),
        ("apple", Fruit.Apple),
        ("orange tangerine mandarin fruit", Fruit.Orange),
        ("lemon lime", Fruit.Lemon),
        ("pear avocado", Fruit.Pear),
        ("cherry cherries", Fruit.Cherries),
        ("mushroom toadstool", Fruit.Mushroom),
        ("sneaker shoe trainer runner footwear boot", Wear.Sneaker),
        ("watch wristwatch timepiece", Wear.Watch),
        ("ring diamond jewelry jewellery jewel", Wear.RingWithStone),
        ("bag handbag purse tote", Wear.Bag),
        ("headphones headphone headset earphones", Gear.Headphones),
        ("phone smartphone iphone mobile", Gear.Phone),
        ("camera", Gear.Camera),
        ("speaker loudspeaker", Gear.Speaker),
        ("laptop computer notebook", Gear.Laptop),
        ("lamp light lantern", Home.Lamp),
        ("chair stool", Home.Chair),
        ("sofa couch armchair", Home.Sofa),
        ("table desk", Home.Table),
        ("plant succulent cactus pot houseplant", Home.Plant),
        ("book novel diary", Home.Book),
        ("box package parcel carton gift present packaging", Home.Carton),
        ("clock", Home.Clock),
        ("house home cottage", Home.House),
        ("ball sphere football planet", Abstract.Sphere),
        ("donut doughnut torus", Abstract.Donut),
        ("cube block dice", Abstract.Cube),
    ];

    private static readonly Dictionary<string, Func<Looks, IReadOnlyList<Part>>> ByWord = Index();

    /// <summary>The words that name a subject.</summary>
    public static IReadOnlyCollection<string> Words => ByWord.Keys;

    /// <summary>The first word of each entry.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Words.Split(' ')[0]);

    /// <summary>Builds what the word names; a word that names nothing known becomes a sculpture of its own.</summary>
    public static Subject Build(string? word, Looks looks)
    {
        if (word is not null && ByWord.TryGetValue(word, out var build))
            return new(word, build(looks));
        return new("sculpture", Abstract.Sculpture(looks));
    }

    private static Dictionary<string, Func<Looks, IReadOnlyList<Part>>> Index()
    {
        var index = new Dictionary<string, Func<Looks, IReadOnlyList<Part>>>(StringComparer.Ordinal);
        foreach (var (words, build) in Entries)
        {
            foreach (var word in words.Split(' '))
                index.TryAdd(word, build);
        }

        // A "product" with no other name is what product photographers photograph most.
        index["product"] = looks => (looks.Seeded.Below(3) switch { 0 => (Func<Looks, IReadOnlyList<Part>>)Vessels.Serum, 1 => Vessels.Jar, _ => Vessels.Perfume })(looks);
        return index;
    }
}
