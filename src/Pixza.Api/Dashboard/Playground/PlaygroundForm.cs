using System.Globalization;
using Pixza.Api.Dashboard.Shared;
using Pixza.Core.Generations;

namespace Pixza.Api.Dashboard.Playground;

/// <summary>The playground's form as it was typed.</summary>
/// <param name="Ratio">Such as 16:9.</param>
/// <param name="Once">Sent twice, the form makes and charges one generation.</param>
/// <param name="From">The public id of the generation whose input image is used when no other is sent; empty: none.</param>
public sealed record PlaygroundForm(string Model, string Prompt, string Ratio, string Seed, string From, Guid Once)
{
    public const string DefaultModel = "flux-schnell";

    public static IReadOnlyList<(string Ratio, string Name)> Ratios { get; } =
        [("1:1", "Square"), ("4:3", "Landscape"), ("16:9", "Wide"), ("3:4", "Portrait"), ("9:16", "Tall")];

    public static PlaygroundForm Empty() => new(DefaultModel, "", "1:1", "", "", Guid.CreateVersion7());

    public static PlaygroundForm Read(FormFields form) => new(
        form.Text("model"), form.Raw("prompt").ReplaceLineEndings("\n").Trim(), form.Text("ratio"), form.Text("seed"), form.Text("from"),
        Guid.TryParseExact(form.Text("once"), "N", out var once) ? once : Guid.CreateVersion7());

    /// <summary>The form that makes it again: the same wish, another seed.</summary>
    public static PlaygroundForm Of(Generation generation, string publicId) => new(
        generation.Model, generation.Prompt, Nearest(generation), "", generation.InputFileId is null ? "" : publicId, Guid.CreateVersion7());

    /// <returns>Null when the field is empty; −1 when it holds no number.</returns>
    public long? SeedNumber => Seed.Length == 0 ? null : long.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : -1;

    private static string Nearest(Generation generation) =>
        generation.Height == 0 ? "1:1" : Ratios.MinBy(known => Math.Abs(Math.Log(Value(known.Ratio)) - Math.Log((double)generation.Width / generation.Height))).Ratio;

    private static double Value(string ratio)
    {
        var parts = ratio.Split(':');
        return double.Parse(parts[0], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
