using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pixza.Testing;

namespace Pixza.Api.Tests.Generations;

/// <summary>Random bodies, from noise to nearly right ones.</summary>
public sealed class FuzzTests(ApiFixture fixture)
{
    private static readonly string[] s_names =
        ["type", "prompt", "model", "input_image", "width", "height", "steps", "seed", "webhook_url", "edit", "metadata", "max_credits", "aspect_ratio", "duration_seconds", "dry_run", "x"];

    private static readonly string[] s_values =
        ["null", "true", "0", "-1", "1e999", "64", "4096", "99999999999999999999", "\"\"", "\"image\"", "\"video\"", "\"3d\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"studio\"", "\"wan-i2v\"", "\"16:9\"",
         "\"http://127.0.0.1:1/\"", "\"data:,\"", "[]", "{}", "{\"a\":\"b\"}", "{\"a\":{}}", "[[[[]]]]", "\"test:fail\"", "\"test:402\"", "\"background\""];

    // What gets through is small, or only priced: the test is of the reading, not of the renderer.
    private const string s_cheap = "\"type\":\"image\",\"prompt\":\"a\",\"output_format\":\"png\",\"dry_run\":true";

    [Fact]
    public async Task No_body_makes_a_500()
    {
        var account = await fixture.App.SignUpAsync(credits: 1000);
        var bodies = Bodies().Sample(300, 20);

        foreach (var body in bodies)
        {
            using var answer = await account.Test.GenerateAsync(body, ("Prefer", "respond-async"));

            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.BadGateway, $"{(int)answer.StatusCode} for {body}");
            if (!answer.IsSuccessStatusCode)
                Assert.NotNull((await answer.JsonAsync()).Text("request_id"));
        }
    }

    private static Gen<string> Bodies()
    {
        var members = Gen.Choose(0, 6).SelectMany(count => Gen.Elements(s_names).Zip(Gen.Elements(s_values), (name, value) => $"\"{name}\":{value}").ArrayOf(count));
        var objects = members.Select(parts => "{" + string.Join(',', parts.Prepend(s_cheap).Skip(parts.Length % 2)) + "}");
        var noise = ArbMap.Default.GeneratorFor<byte[]>().Select(Encoding.Latin1.GetString);
        return Gen.Frequency((5, objects), (1, noise), (1, objects.Zip(Gen.Choose(0, 60), (text, cut) => text[..Math.Min(cut, text.Length)])));
    }
}
