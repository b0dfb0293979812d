using System.Text.Json;
using Pixza.Studio.Tests.Cutout;
using Pixza.Testing.Node;

namespace Pixza.Studio.Tests.Mesh;

public sealed class MeshMakerTests : IDisposable
{
    private readonly Studio _studio = new();

    [Theory]
    [InlineData("a red kettle", 4)]
    [InlineData("a perfume bottle", 3)]
    [InlineData("something without a name", 1)]
    public async Task A_model_of_words_is_valid_and_has_a_material_for_each_part(string prompt, int materials)
    {
        var report = await ValidateAsync(await _studio.MakeAsync(Studio.Ask(prompt, type: "3d", format: null)));

        Assert.True(report.GetProperty("errors").GetInt32() == 0, report.ToString());
        Assert.True(report.GetProperty("warnings").GetInt32() == 0, report.ToString());
        Assert.True(report.GetProperty("triangles").GetInt32() > 2000);
        Assert.True(report.GetProperty("materials").GetInt32() >= materials);
    }

    [Fact]
    public async Task A_model_of_a_picture_is_valid_and_carries_the_picture()
    {
        var file = await _studio.MakeAsync(Studio.Ask("x", type: "3d", format: null) with { Input = new(new ProductPhoto().Png, "image/png", 320, 320) });

        var report = await ValidateAsync(file);
        Assert.True(report.GetProperty("errors").GetInt32() == 0, report.ToString());
        Assert.True(report.GetProperty("textures").GetBoolean());
        Assert.True(report.GetProperty("triangles").GetInt32() > 1000);
    }

    public void Dispose() => _studio.Dispose();

    private static async Task<JsonElement> ValidateAsync(byte[] glb) =>
        JsonDocument.Parse(await NodeTools.RunAsync("validate-glb.js", Convert.ToBase64String(glb))).RootElement;
}
