using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pixza.Core.Webhooks;
using Pixza.Testing.Node;

namespace Pixza.Core.Tests.Webhooks;

public class StandardWebhookTests
{
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const string Id = "msg_pxzTestVector0001";
    private const string Body = """{"type":"generation.succeeded","timestamp":"2026-01-01T00:00:00Z","data":{"id":"gen_01","status":"succeeded","credits_charged":4,"note":"café ☕"}}""";
    private const string Signature = "v1,mxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=";

    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(1767225600);
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes(Body);
    private static readonly byte[] s_secret = Read(Secret);

    [Fact]
    public void The_worked_vector_holds()
    {
        Assert.Equal(149, s_body.Length);
        Assert.Equal("2ac28f947ad81d4464c8e17dc73a40cd2d52d56fac737f15c12a18ca4277aa65", Convert.ToHexStringLower(SHA256.HashData(s_body)));

        Assert.Equal(Signature, StandardWebhook.Sign(Id, s_time, s_body, [s_secret]));
        Assert.Equal("1767225600", StandardWebhook.Seconds(s_time));
        Assert.True(StandardWebhook.Verify(Id, "1767225600", Signature, s_body, [s_secret], s_time));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_message_is_good_for_five_minutes_either_way(int age, bool good) =>
        Assert.Equal(good, StandardWebhook.Verify(Id, "1767225600", Signature, s_body, [s_secret], s_time.AddSeconds(age)));

    [Theory]
    [InlineData(Id, "1767225600abc", Signature)]
    [InlineData(Id, " 1767225600", Signature)]
    [InlineData(Id, "+1767225600", Signature)]
    [InlineData(Id, "1767225601", Signature)]
    [InlineData(Id, "1767225600000", Signature)]
    [InlineData(Id, "\u0661767225600", Signature)]
    [InlineData(Id, "", Signature)]
    [InlineData(Id, null, Signature)]
    [InlineData("msg_other", "1767225600", Signature)]
    [InlineData("msg.pxz", "1767225600", Signature)]
    [InlineData("", "1767225600", Signature)]
    [InlineData(null, "1767225600", Signature)]
    [InlineData(Id, "1767225600", null)]
    [InlineData(Id, "1767225600", "")]
    [InlineData(Id, "1767225600", "v1,")]
    [InlineData(Id, "1767225600", "v1,AAAA")]
    [InlineData(Id, "1767225600", "v2,mxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=")]
    [InlineData(Id, "1767225600", "v1a,mxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=")]
    [InlineData(Id, "1767225600", "mxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=")]
    [InlineData(Id, "1767225600", "v1,nxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=")]
    [InlineData(Id, "1767225600", "v1,mxlPuvpveVuqzLYuy51EHvplLaUIIpZ3itvz6tYvLtk=AAAA")]
    public void Anything_else_is_refused(string? id, string? timestamp, string? signatures) =>
        Assert.False(StandardWebhook.Verify(id, timestamp, signatures, s_body, [s_secret], s_time));

    [Fact]
    public void One_added_space_in_the_body_is_refused() =>
        Assert.False(StandardWebhook.Verify(Id, "1767225600", Signature, [.. s_body, (byte)' '], [s_secret], s_time));

    [Fact]
    public void During_a_change_both_secrets_sign_and_either_one_verifies()
    {
        var next = RandomNumberGenerator.GetBytes(32);

        var header = StandardWebhook.Sign(Id, s_time, s_body, [next, s_secret]);

        Assert.EndsWith(" " + Signature, header, StringComparison.Ordinal);
        Assert.True(StandardWebhook.Verify(Id, "1767225600", header, s_body, [next], s_time));
        Assert.True(StandardWebhook.Verify(Id, "1767225600", header, s_body, [s_secret], s_time));
        Assert.True(StandardWebhook.Verify(Id, "1767225600", Signature, s_body, [next, s_secret], s_time));
        Assert.False(StandardWebhook.Verify(Id, "1767225600", header, s_body, [RandomNumberGenerator.GetBytes(32)], s_time));
        Assert.False(StandardWebhook.Verify(Id, "1767225600", header, s_body, [], s_time));
    }

    [Fact]
    public void An_id_or_a_secret_that_verifiers_would_misread_is_not_signed()
    {
        Assert.Throws<ArgumentException>(() => StandardWebhook.Sign("a.1", s_time, s_body, [s_secret]));
        Assert.Throws<ArgumentException>(() => StandardWebhook.Sign("", s_time, s_body, [s_secret]));
        Assert.Throws<ArgumentException>(() => StandardWebhook.Sign(Id, s_time, s_body, []));
        Assert.Throws<ArgumentException>(() => StandardWebhook.Sign(Id, s_time, s_body, [new byte[23]]));
        Assert.Throws<ArgumentException>(() => StandardWebhook.Sign(Id, s_time, s_body, [new byte[65]]));
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good)
    {
        var secret = RandomNumberGenerator.GetBytes(bytes);

        Assert.Equal(good, StandardWebhook.TryReadSecret(StandardWebhook.FormatSecret(secret), out var read));
        Assert.Equal(good ? secret : [], read);
        Assert.False(StandardWebhook.TryReadSecret(Convert.ToBase64String(secret), out _));
    }

    [Fact]
    public async Task The_reference_library_agrees_both_ways()
    {
        var cases = Enumerable.Range(0, 40).Select(i => (
            Secret: RandomNumberGenerator.GetBytes(24 + i),
            Id: $"msg_{i}-Zz",
            Body: i % 4 == 0 ? Body : new string('é', i * 50) + "☕\"\\\n")).ToArray();
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var work = new
        {
            sign = cases.Select(one => new { secret = StandardWebhook.FormatSecret(one.Secret), id = one.Id, timestamp = now.ToUnixTimeSeconds(), body = one.Body }),
            verify = cases.Select((one, i) => new
            {
                secret = StandardWebhook.FormatSecret(one.Secret),
                headers = new Dictionary<string, string>
                {
                    ["webhook-id"] = one.Id,
                    ["webhook-timestamp"] = StandardWebhook.Seconds(now),
                    ["webhook-signature"] = StandardWebhook.Sign(one.Id, now, Encoding.UTF8.GetBytes(one.Body), [RandomNumberGenerator.GetBytes(32), one.Secret]),
                },
                // Every fifth one was changed on its way.
                body = i % 5 == 0 ? one.Body + " " : one.Body,
            }),
        };

        using var answer = JsonDocument.Parse(await NodeTools.RunAsync("standardwebhooks.js", JsonSerializer.Serialize(work)));

        var signatures = answer.RootElement.GetProperty("sign").EnumerateArray().Select(one => one.GetString()).ToArray();
        Assert.Equal(cases.Select(one => StandardWebhook.Sign(one.Id, now, Encoding.UTF8.GetBytes(one.Body), [one.Secret])), signatures);
        Assert.All(cases.Zip(signatures), pair => Assert.True(StandardWebhook.Verify(
            pair.First.Id, StandardWebhook.Seconds(now), pair.Second, Encoding.UTF8.GetBytes(pair.First.Body), [pair.First.Secret], now)));
        Assert.Equal(cases.Select((_, i) => i % 5 != 0), answer.RootElement.GetProperty("verify").EnumerateArray().Select(one => one.GetBoolean()));
    }

    private static byte[] Read(string secret) => StandardWebhook.TryReadSecret(secret, out var bytes) ? bytes : throw new FormatException();
}
