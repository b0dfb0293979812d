using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pixza.Testing;

namespace Pixza.Api.Tests.Generations;

/// <summary>What a stranger may send: always a clear error that names the parameter, never a charge, never a 500.</summary>
public sealed class BadInputTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("prompt=kettle")]
    [InlineData("""{"type":"image","prompt":"a"} x""")]
    [InlineData("""{"type":"image","prompt":"a",}""")]
    [InlineData("""{"type":"image",/* why */"prompt":"a"}""")]
    [InlineData("""{"type":"image","prompt":"a","width":NaN}""")]
    [InlineData("""{"type":"image","prompt":"\ud800"}""")]
    [InlineData("""{"type":"image","prompt":"a","\ud800":1}""")]
    [InlineData("""{"type":"image","prompt":"a","metadata":{"x":"\udc00"}}""")]
    [InlineData("{\"type\":\"image\",\"prompt\":\"a\u0001b\"}")]
    [InlineData("\ufeff{\"type\":\"image\",\"prompt\":\"a\"}")]
    public async Task What_is_not_JSON_is_400(string body)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync(body);

        await answer.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_json");
    }

    [Theory]
    [InlineData(65, HttpStatusCode.BadRequest)]
    [InlineData(63, HttpStatusCode.UnprocessableEntity)]
    public async Task Too_deep_a_nesting_is_not_JSON_to_us(int depth, HttpStatusCode status)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync($$"""{"type":"image","prompt":"a","deep":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_400()
    {
        var account = await app.SignUpAsync();
        using var body = new ByteArrayContent([.. "{\"type\":\"image\",\"prompt\":\""u8, 0xff, .. "\"}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await account.Live.PostAsync("/api/v1/generate", body);

        await answer.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_json");
    }

    [Theory]
    [InlineData("[]", "body", "type")]
    [InlineData("null", "body", "type")]
    [InlineData("\"image\"", "body", "type")]
    [InlineData("{}", "type", "required")]
    [InlineData("""{"type":"image"}""", "prompt", "required")]
    [InlineData("""{"prompt":"a"}""", "type", "required")]
    [InlineData("""{"type":"image","prompt":null}""", "prompt", "type")]
    [InlineData("""{"type":"image","prompt":5}""", "prompt", "type")]
    [InlineData("""{"type":"image","prompt":["a"]}""", "prompt", "type")]
    [InlineData("""{"type":"image","prompt":""}""", "prompt", null)]
    [InlineData("""{"type":"image","prompt":"a\u0000b"}""", "prompt", "invalid")]
    [InlineData("""{"type":"image","prompt":"a","prompt":"b"}""", "prompt", "duplicate")]
    [InlineData("""{"type":"image","prompt":"a","pr\u006fmpt":"b"}""", "prompt", "duplicate")]
    [InlineData("""{"type":"image","prompt":"a","credits":0}""", "credits", "unknown")]
    [InlineData("""{"type":"image","prompt":"a","account_id":"x"}""", "account_id", "unknown")]
    [InlineData("""{"type":"image","prompt":"a","Model":"flux-pro"}""", "Model", "unknown")]
    [InlineData("""{"type":"image","prompt":"a","width":"1024"}""", "width", "type")]
    [InlineData("""{"type":"image","prompt":"a","width":null}""", "width", "type")]
    [InlineData("""{"type":"image","prompt":"a","width":1e3}""", "width", "type")]
    [InlineData("""{"type":"image","prompt":"a","width":1024.0}""", "width", "type")]
    [InlineData("""{"type":"image","prompt":"a","width":2147483648}""", "width", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","width":0}""", "width", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","width":-1024}""", "width", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","width":63}""", "width", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","width":65536,"height":65536}""", "width", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","height":4097}""", "height", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","steps":0}""", "steps", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","steps":101}""", "steps", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","seed":-1}""", "seed", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","seed":4294967296}""", "seed", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","seed":18446744073709551616}""", "seed", "out_of_range")]
    [InlineData("""{"type":"audio","prompt":"a"}""", "type", "invalid")]
    [InlineData("""{"type":"image","prompt":"a","model":"dall-e"}""", "model", "unknown")]
    [InlineData("""{"type":"image","prompt":"a","model":"veo-3-fast"}""", "model", "invalid")]
    [InlineData("""{"type":"video","prompt":"a","model":"wan-i2v"}""", "input_image", "required")]
    [InlineData("""{"type":"image","prompt":"a","model":"flux-kontext"}""", "input_image", "required")]
    [InlineData("""{"type":"image","prompt":"a","model":"studio","edit":"background"}""", "input_image", "required")]
    [InlineData("""{"type":"image","prompt":"a","edit":"hands"}""", "edit", null)]
    [InlineData("""{"type":"image","prompt":"a","output_format":"bmp"}""", "output_format", "invalid")]
    [InlineData("""{"type":"image","prompt":"a","aspect_ratio":"wide"}""", "aspect_ratio", "invalid")]
    [InlineData("""{"type":"image","prompt":"a","metadata":[]}""", "metadata", "type")]
    [InlineData("""{"type":"image","prompt":"a","metadata":{"sku":1}}""", "metadata.sku", "type")]
    [InlineData("""{"type":"image","prompt":"a","metadata":{"sku":{"a":"b"}}}""", "metadata.sku", "type")]
    [InlineData("""{"type":"image","prompt":"a","metadata":{"sku":"1","sku":"2"}}""", "metadata.sku", "duplicate")]
    [InlineData("""{"type":"image","prompt":"a","metadata":{"sku":"\u0000"}}""", "metadata.sku", "invalid")]
    [InlineData("""{"type":"image","prompt":"a","dry_run":"yes"}""", "dry_run", "type")]
    [InlineData("""{"type":"image","prompt":"a","max_credits":-1}""", "max_credits", "out_of_range")]
    [InlineData("""{"type":"video","prompt":"a","duration_seconds":1e400}""", "duration_seconds", "out_of_range")]
    [InlineData("""{"type":"image","prompt":"a","webhook_url":"javascript:alert(1)"}""", "webhook_url", "not_allowed")]
    [InlineData("""{"type":"image","prompt":"a","webhook_url":"file:///etc/passwd"}""", "webhook_url", "not_allowed")]
    public async Task What_is_JSON_and_wrong_is_422_and_names_the_member(string body, string param, string? code)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync(body);

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        var detail = error.GetProperty("details").EnumerateArray().First(detail => detail.Text("param") == param);
        Assert.Equal(code ?? detail.Text("code"), detail.Text("code"));
        await NothingHappenedAsync(account);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("not a url")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("data:image/png;base64,!!!!")]
    [InlineData("data:text/html,<b>")]
    [InlineData("file_00000000000000000000000000")]
    [InlineData("gen_00000000000000000000000000")]
    public async Task An_input_image_that_cannot_be_read_is_one_error(string image)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync($$"""{"type":"image","prompt":"a","model":"studio","input_image":"{{image}}"}""");

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error", "input_image_unreachable");
        Assert.Equal("input_image", error.GetProperty("details")[0].Text("param"));
        await NothingHappenedAsync(account);
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once()
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync("""{"type":5,"prompt":null,"width":"x","wings":true}""");

        var error = await answer.ErrorAsync(HttpStatusCode.UnprocessableEntity, "validation_error");
        Assert.Equal(["prompt", "type", "width", "wings"], error.GetProperty("details").EnumerateArray().Select(detail => detail.Text("param")).Order());
    }

    [Theory]
    [InlineData(4000, HttpStatusCode.OK)]
    [InlineData(5000, HttpStatusCode.UnprocessableEntity)]
    public async Task A_prompt_has_at_most_4000_characters(int length, HttpStatusCode status)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Test.GenerateAsync($$"""{"type":"image","prompt":"{{new string('a', length)}}","width":64,"height":64}""");

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(15_000_000)]
    [InlineData(31_000_000)]
    public async Task A_body_that_is_too_large_is_413(int bytes)
    {
        var account = await app.SignUpAsync();
        using var client = app.Client(account.LiveKey);
        client.DefaultRequestHeaders.ExpectContinue = true;   // so that the refusal comes before the body is sent

        using var answer = await client.PostAsync("/api/v1/generate", Calls.Json(new string(' ', bytes)));

        var error = await answer.ErrorAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        Assert.NotNull(error.Text("max_bytes"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_content_type_is_415(string contentType)
    {
        var account = await app.SignUpAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Calls.SmallImage));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await account.Live.PostAsync("/api/v1/generate", body);

        await answer.ErrorAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("Idempotency-Key", "")]
    [InlineData("Idempotency-Key", "two words")]
    [InlineData("Idempotency-Key", "\"\"")]
    [InlineData("Prefer", "wait=0")]
    [InlineData("Prefer", "wait=51")]
    [InlineData("Prefer", "wait=soon")]
    [InlineData("Cancel-After", "soon")]
    [InlineData("Cancel-After", "0s")]
    [InlineData("Cancel-After", "999h")]
    public async Task A_header_that_cannot_be_met_is_400(string header, string value)
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.GenerateAsync(Calls.SmallImage, (header, value));

        var error = await answer.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_header");
        Assert.Equal(header, error.Text("param"));
        await NothingHappenedAsync(account);
    }

    [Fact]
    public async Task A_repeated_or_too_long_idempotency_key_is_400()
    {
        var account = await app.SignUpAsync();

        using var twice = await account.Live.GenerateAsync(Calls.SmallImage, ("Idempotency-Key", "a"), ("Idempotency-Key", "b"));
        using var tooLong = await account.Live.GenerateAsync(Calls.SmallImage, ("Idempotency-Key", new string('k', 256)));
        using var longest = await account.Live.GenerateAsync(Calls.SmallImage, ("Idempotency-Key", new string('k', 255)));

        await twice.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_header");
        await tooLong.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_header");
        Assert.Equal(HttpStatusCode.OK, longest.StatusCode);
    }

    [Fact]
    public async Task A_wrong_method_is_405_and_names_the_right_one()
    {
        var account = await app.SignUpAsync();

        using var answer = await account.Live.PutAsync("/api/v1/generate", Calls.Json("{}"));

        await answer.ErrorAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_same_error_comes_as_problem_details_to_whom_asks_for_it()
    {
        var account = await app.SignUpAsync();
        account.Live.DefaultRequestHeaders.Accept.ParseAdd("application/problem+json");

        using var answer = await account.Live.GenerateAsync("{}");

        var problem = await answer.JsonAsync();
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("422", problem.Text("status"));
        Assert.Equal("validation_error", problem.Text("title"));
        Assert.Equal(problem.Text("message"), problem.Text("detail"));
    }

    private async Task NothingHappenedAsync(TestAccount account)
    {
        Assert.Equal(0, await app.ScalarAsync<long>("select count(*) from generations.generations where account_id = @Id", account));
        Assert.Equal(100, await app.ScalarAsync<long>("select available from ledger.accounts where owner_id = @Id", account));
    }
}
