using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Pixza.Core.Net;

namespace Pixza.Core.Tests.Net;

public class AddressRulesTests
{
    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    public void Public_addresses_may_be_dialled(string address)
    {
        Assert.True(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: false));
        Assert.True(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::192.168.0.1")]
    public void Private_addresses_may_be_dialled_only_where_that_is_allowed(string address)
    {
        Assert.False(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: false));
        Assert.True(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: true));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1.1.1.1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    public void Special_addresses_are_never_dialled(string address)
    {
        Assert.False(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: false));
        Assert.False(AddressRules.MayDial(IPAddress.Parse(address), allowPrivate: true));
    }

    [Fact]
    public void The_IPv6_forms_of_an_IPv4_address_are_judged_as_that_address() =>
        Prop.ForAll<uint, bool>((bits, allowPrivate) =>
            {
                var address = new IPAddress(bits);
                var translated = new byte[16];
                new byte[] { 0, 0x64, 0xff, 0x9b }.CopyTo(translated, 0);
                address.GetAddressBytes().CopyTo(translated, 12);
                var expected = AddressRules.MayDial(address, allowPrivate);
                return AddressRules.MayDial(address.MapToIPv6(), allowPrivate) == expected
                    && AddressRules.MayDial(new IPAddress(translated), allowPrivate) == expected;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));
}
