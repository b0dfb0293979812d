using Microsoft.Extensions.Configuration;
using Pixza.Api.Hosting;

namespace Pixza.Api.Tests.Hosting;

public class ChannelsTests
{
    [Fact]
    public void Every_channel_has_a_name_of_its_own_and_is_off_without_configuration()
    {
        var none = new ConfigurationBuilder().Build();

        Assert.Equal(["shopify", "wordpress"], PixzaHost.Channels.Select(channel => channel.Name).Order());
        Assert.DoesNotContain(PixzaHost.Channels, channel => channel.IsEnabled(none));
    }

    [Theory]
    [InlineData("shopify", "Shopify:ClientId", "abc")]
    [InlineData("wordpress", "WordPress:Enabled", "true")]
    public void Its_own_configuration_switches_a_channel_on_and_no_other(string name, string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        Assert.Equal([name], PixzaHost.Channels.Where(channel => channel.IsEnabled(configuration)).Select(channel => channel.Name));
    }
}
