using System.Net;
using System.Net.Http.Headers;
using Pixza.Testing;

namespace Pixza.Api.Tests.Files;

public sealed class FileTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task A_picture_sent_raw_or_as_a_form_is_one_private_file()
    {
        var account = await app.SignUpAsync();
        var picture = await PictureAsync(account);

        using var raw = await account.Live.PostAsync("/api/v1/files", Raw(picture, "image/png"));
        using var form = await account.Live.PostAsync("/api/v1/files", new MultipartFormDataContent { { new ByteArrayContent(picture), "file", "kettle.png" } });

        var file = await raw.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, raw.StatusCode);
        Assert.Matches("^file_[0-9a-hjkmnp-tv-z]{26}$", file.Text("id"));
        Assert.Equal(["image/png", "64", "64"], new[] { "content_type", "width", "height" }.Select(name => file.Text(name)));
        Assert.Equal(file.Text("id"), (await form.JsonAsync()).Text("id"));
        Assert.Equal(file.ToString(), (await account.Live.GetJsonAsync(raw.Headers.Location!.ToString())).ToString());
        Assert.Equal(picture, await account.Live.GetByteArrayAsync(new Uri(file.Text("url")!)));
    }

    [Fact]
    public async Task A_file_is_private_to_its_account_and_mode()
    {
        var (account, stranger) = (await app.SignUpAsync(), await app.SignUpAsync());
        using var stored = await account.Live.PostAsync("/api/v1/files", Raw(await PictureAsync(account), "application/octet-stream"));
        var file = await stored.JsonAsync();
        using var nobody = app.Client();

        foreach (var client in new[] { stranger.Live, account.Test })
        {
            await (await client.GetAsync($"/api/v1/files/{file.Text("id")}")).ErrorAsync(HttpStatusCode.NotFound, "not_found");
            await (await client.GetAsync(new Uri(file.Text("url")!))).ErrorAsync(HttpStatusCode.NotFound, "not_found");
            await (await client.GenerateAsync($$"""{"type":"image","prompt":"a","model":"studio","input_image":"{{file.Text("id")}}"}""")).ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error", "input_image_unreachable");
        }

        await (await nobody.GetAsync(new Uri(file.Text("url")!))).ErrorAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        var account = await app.SignUpAsync();

        using var text = await account.Live.PostAsync("/api/v1/files", Raw("hello"u8.ToArray(), "image/png"));
        using var empty = await account.Live.PostAsync("/api/v1/files", Raw([], "image/png"));
        using var wrongPart = await account.Live.PostAsync("/api/v1/files", new MultipartFormDataContent { { new ByteArrayContent([1]), "picture", "a.png" } });
        using var broken = await account.Live.PostAsync("/api/v1/files", Broken());
        using var json = await account.Live.PostAsync("/api/v1/files", Calls.Json("{}"));

        await text.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        await empty.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        await wrongPart.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        await broken.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_form");
        await json.ErrorAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_413()
    {
        var account = await app.SignUpAsync();
        using var client = app.Client(account.LiveKey);
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await client.PostAsync("/api/v1/files", Raw(new byte[27_000_000], "image/png"));

        await answer.ErrorAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    private static ByteArrayContent Raw(byte[] bytes, string contentType) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };

    private static ByteArrayContent Broken()
    {
        var content = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ncut off"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        return content;
    }

    private static async Task<byte[]> PictureAsync(TestAccount account)
    {
        var made = await account.Test.MakeAsync("""{"type":"image","prompt":"a red kettle","width":64,"height":64,"output_format":"png"}""");
        return await account.Test.GetByteArrayAsync(new Uri(made.Text("output_url")!));
    }
}
