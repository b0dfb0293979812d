using System.Numerics;
using System.Text;

namespace Pixza.Studio.Language;

/// <summary>
/// Reads a prompt as a photographer reads an order: "a red kettle on a white marble table, golden hour" is a thing with its
/// colours and material, then a place with its own, and a light from anywhere in the sentence.
/// </summary>
internal static class PromptReader
{
    private const int MaxWords = 400;

    public static SceneWords Read(string prompt)
    {
        var words = Words(prompt);
        var place = words.FindIndex(Vocabulary.Prepositions.Contains);
        if (place < 0)
            place = words.Count;
        var subjectAt = FindSubject(words, place);
        Vector3? colour = null, second = null, placeColour = null;
        string? material = null, backdrop = null, light = null;
        var unknown = new StringBuilder();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (i == subjectAt)
                continue;
            var known = false;
            if (light is null && Vocabulary.Lights.TryGetValue(word, out var namedLight))
                (light, known) = (namedLight, true);
            // "on a wooden table stands a red teapot": only the words just before the thing are its own.
            var aboutPlace = i > place && (i > subjectAt || i < subjectAt - 2);
            if (Vocabulary.Colours.TryGetValue(word, out var c))
            {
                known = true;
                if (aboutPlace || IsPlaceNext(words, i))
                    placeColour ??= c;
                else if (colour is null)
                    colour = c;
                else
                    second ??= c;
            }

            // "a marble vase" is a material; "on marble" and "marble surface" are a place.
            var isPlace = aboutPlace || IsPlaceNext(words, i) || i > subjectAt && subjectAt >= 0;
            if (Vocabulary.Materials.TryGetValue(word, out var m) && (!isPlace || !Vocabulary.Backdrops.ContainsKey(word)))
                (material, known) = (aboutPlace ? material : material ?? m, true);
            else if (Vocabulary.Backdrops.TryGetValue(word, out var b))
                (backdrop, known) = (Better(backdrop, b), true);
            if (!known)
                unknown.Append(word).Append(' ');
        }

        return new(subjectAt < 0 ? null : words[subjectAt], colour, second, material, backdrop, placeColour, light, unknown.ToString());
    }

    // "wooden table in a forest": the stronger place wins over the piece of furniture.
    private static string Better(string? had, string found) => had is null || had is "studio" || had is "wood" && found is not "studio" ? found : had;

    private static bool IsPlaceNext(List<string> words, int at) =>
        at + 1 < words.Count && words[at + 1] is "surface" or "counter" or "countertop" or "background" or "backdrop" or "wall" or "floor" or "tabletop" or "sand" or "studio";

    private static int FindSubject(List<string> words, int place)
    {
        var sure = words.FindIndex(0, place, word => Vocabulary.IsSubject(word) && !Vocabulary.Hesitant.Contains(word));
        if (sure < 0)
            sure = words.FindLastIndex(Math.Max(0, place - 1), place, Vocabulary.IsSubject);
        return sure >= 0 || place == words.Count ? sure : words.FindIndex(place, word => Vocabulary.IsSubject(word) && !Vocabulary.Hesitant.Contains(word));
    }

    private static List<string> Words(string prompt)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in prompt.Append(' '))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
                if (words.Count == MaxWords)
                    break;
            }
        }

        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (!Vocabulary.Phrases.TryGetValue($"{words[i]} {words[i + 1]}", out var one))
                continue;
            words[i] = one;
            words.RemoveAt(i + 1);
        }

        return words.ConvertAll(Singular);
    }

    private static string Singular(string word)
    {
        if (IsKnown(word))
            return word;
        return new[] { word.TrimEnd('s'), word.EndsWith("es", StringComparison.Ordinal) ? word[..^2] : word }.FirstOrDefault(IsKnown) ?? word;
    }

    private static bool IsKnown(string word) => Vocabulary.IsSubject(word) || Vocabulary.Colours.ContainsKey(word) || Vocabulary.Materials.ContainsKey(word)
        || Vocabulary.Backdrops.ContainsKey(word) || Vocabulary.Lights.ContainsKey(word) || Vocabulary.Prepositions.Contains(word);
}
