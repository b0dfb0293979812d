using Pixza.Core.Net;

namespace Pixza.Core.Tests.Net;

public class UrlRulesTests
{
    private static readonly NetOptions s_strict = new();
    private static readonly NetOptions s_open = new() { AllowHttp = true, AllowPrivateAddresses = true };

    [Theory]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("https://example.com:443/a?b=c&d=%20#part", "https://example.com/a?b=c&d=%20")]
    [InlineData("https://example.com:80/", "https://example.com:80/")]
    [InlineData("HTTPS://EXAMPLE.com/A%2Fb/%E2%82%AC?q=%2F%41", "https://example.com/A%2Fb/%E2%82%AC?q=%2FA")]
    [InlineData("https://b\u00fccher.example/\u20ac", "https://xn--bcher-kva.example/%E2%82%AC")]
    [InlineData("https://1.1.1.1/x", "https://1.1.1.1/x")]
    [InlineData("https://[2606:4700:4700::1111]/x", "https://[2606:4700:4700::1111]/x")]
    [InlineData("https://example.com/a@b", "https://example.com/a@b")]
    public void A_fine_address_is_normalised(string url, string expected)
    {
        var fine = Assert.IsType<UrlCheck.Fine>(UrlRules.Check(url, s_strict));

        Assert.Equal(expected, fine.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, "not_a_url")]
    [InlineData("", "not_a_url")]
    [InlineData("example.com", "not_a_url")]
    [InlineData("//example.com/", "scheme_not_allowed")]
    [InlineData("https://", "not_a_url")]
    [InlineData("https:example.com", "not_a_url")]
    [InlineData("https:///path", "not_a_url")]
    [InlineData(" https://example.com", "not_a_url")]
    [InlineData("https://example.com/a b", "not_a_url")]
    [InlineData("https://example.com/\r\nHost: x", "not_a_url")]
    [InlineData("https://example.com\\@evil.example/", "not_a_url")]
    [InlineData("https://exa\u007fmple.com/", "not_a_url")]
    [InlineData("/etc/passwd", "scheme_not_allowed")]
    [InlineData("http://example.com/", "scheme_not_allowed")]
    [InlineData("javascript:alert(1)", "scheme_not_allowed")]
    [InlineData("file:///etc/passwd", "scheme_not_allowed")]
    [InlineData("ftp://example.com/", "scheme_not_allowed")]
    [InlineData("gopher://example.com/", "scheme_not_allowed")]
    [InlineData("data:image/png;base64,AA==", "scheme_not_allowed")]
    [InlineData("https://user@example.com/", "user_info")]
    [InlineData("https://user:pw@example.com/", "user_info")]
    [InlineData("https://@example.com/", "user_info")]
    [InlineData("https://example.com:8443/", "port_not_allowed")]
    [InlineData("https://example.com:22/", "port_not_allowed")]
    [InlineData("https://localhost/", "address_not_allowed")]
    [InlineData("https://LOCALHOST./", "address_not_allowed")]
    [InlineData("https://a.localhost/", "address_not_allowed")]
    [InlineData("https://127.0.0.1/", "address_not_allowed")]
    [InlineData("https://2130706433/", "address_not_allowed")]
    [InlineData("https://0x7f000001/", "address_not_allowed")]
    [InlineData("https://0177.0.0.1/", "address_not_allowed")]
    [InlineData("https://127.1/", "address_not_allowed")]
    [InlineData("https://0/", "address_not_allowed")]
    [InlineData("https://[::1]/", "address_not_allowed")]
    [InlineData("https://[::ffff:127.0.0.1]/", "address_not_allowed")]
    [InlineData("https://[::ffff:7f00:1]/", "address_not_allowed")]
    [InlineData("https://[fe80::1%25eth0]/", "address_not_allowed")]
    [InlineData("https://169.254.169.254/latest/meta-data", "address_not_allowed")]
    public void Any_other_address_is_refused_with_its_reason(string? url, string reason)
    {
        var refused = Assert.IsType<UrlCheck.Refused>(UrlRules.Check(url, s_strict));

        Assert.Equal(reason, refused.Reason);
    }

    [Fact]
    public void An_address_may_have_2048_characters_once_it_is_escaped()
    {
        var start = "https://example.com/";

        Assert.IsType<UrlCheck.Fine>(UrlRules.Check(start + new string('a', 2048 - start.Length), s_strict));
        Assert.Equal("too_long", Assert.IsType<UrlCheck.Refused>(UrlRules.Check(start + new string('a', 2049 - start.Length), s_strict)).Reason);
        Assert.Equal("too_long", Assert.IsType<UrlCheck.Refused>(UrlRules.Check(start + new string('\u20ac', 500), s_strict)).Reason);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/x")]
    [InlineData("http://localhost:5000/")]
    [InlineData("https://192.168.1.10:8443/wp-json")]
    public void Development_reaches_its_own_machine(string url) => Assert.IsType<UrlCheck.Fine>(UrlRules.Check(url, s_open));

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://0.0.0.0:8080/")]
    public void Even_development_does_not_reach_link_local_addresses(string url) =>
        Assert.Equal("address_not_allowed", Assert.IsType<UrlCheck.Refused>(UrlRules.Check(url, s_open)).Reason);

    [Fact]
    public void What_was_found_fine_stays_fine_when_it_is_checked_again()
    {
        var first = Assert.IsType<UrlCheck.Fine>(UrlRules.Check("https://b\u00fccher.example:443/\u20ac/%2e%2E/x?q=[]|\u00e9#f", s_strict));

        var second = Assert.IsType<UrlCheck.Fine>(UrlRules.Check(first.Address.AbsoluteUri, s_strict));

        Assert.Equal(first.Address.AbsoluteUri, second.Address.AbsoluteUri);
    }
}
