using System.Net;
using Pixza.Testing;

namespace Pixza.Api.Tests.Models;

public sealed class ListModelsTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Theory]
    [InlineData("flux-schnell", "image", 1, "Fastest image generation — 4 steps")]
    [InlineData("flux-dev", "image", 2, "Balanced quality and speed")]
    [InlineData("flux-pro", "image", 4, "Highest quality FLUX model")]
    [InlineData("flux-kontext", "image", 4, "Image-to-image editing with FLUX")]
    [InlineData("seedream", "image", 3, "ByteDance Seedream 4.5")]
    [InlineData("gemini-imagen-4", "image", 3, "Google Imagen 4 via Gemini")]
    [InlineData("veo-3-fast", "video", 50, "Google Veo 3 Fast — text to video")]
    [InlineData("wan-i2v", "video", 20, "Image to video animation")]
    public async Task The_references_models_have_the_references_words_and_prices(string id, string type, long credits, string description)
    {
        var account = await app.SignUpAsync();

        var models = await account.Live.GetJsonAsync("/api/v1/models");

        var model = models.GetProperty("data").EnumerateArray().Single(model => model.Text("id") == id);
        Assert.Equal(type, model.Text("type"));
        Assert.Equal(credits, model.GetProperty("credits").GetInt64());
        Assert.Equal(description, model.Text("description"));
        Assert.Equal("True", model.Text("available"));
    }

    [Fact]
    public async Task The_list_has_an_entity_tag()
    {
        var account = await app.SignUpAsync();
        using var first = await account.Live.GetAsync("/api/v1/models");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await account.Live.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Even_the_models_take_a_key()
    {
        using var stranger = app.Client();

        using var answer = await stranger.GetAsync("/api/v1/models");

        await answer.ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", "missing_key");
    }
}
