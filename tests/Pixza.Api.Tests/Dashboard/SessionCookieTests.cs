using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Hosting;

namespace Pixza.Api.Tests.Dashboard;

public sealed class SessionCookieTests
{
    private readonly Clock clock = new();
    private readonly SessionCookie cookie;

    public SessionCookieTests() => cookie = new SessionCookie(new EphemeralDataProtectionProvider(), Options.Create(new PixzaOptions()), clock);

    [Fact]
    public void A_session_lives_14_days_after_the_last_visit()
    {
        var text = Write(new SessionTicket(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), clock.GetUtcNow()));

        clock.Now += SessionCookie.Idle - TimeSpan.FromSeconds(1);
        Assert.True(Read(text)!.IsDue);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(Read(text));
    }

    [Fact]
    public void A_session_lives_30_days_at_most_however_often_it_is_used()
    {
        var ticket = new SessionTicket(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), clock.GetUtcNow());
        var text = Write(ticket);

        for (var day = 1; day < 30; day++)
        {
            clock.Now += TimeSpan.FromDays(1);
            var read = Read(text);
            Assert.Equal(ticket.UserId, read!.UserId);
            text = Write(read);
        }

        clock.Now += TimeSpan.FromDays(1);
        Assert.Null(Read(text));
    }

    [Fact]
    public void Another_text_is_no_session()
    {
        var text = Write(new SessionTicket(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), clock.GetUtcNow()));

        Assert.NotNull(Read(text));
        Assert.Null(Read(""));
        Assert.Null(Read("x"));
        Assert.Null(Read("%%%"));
        Assert.Null(Read(new string('A', 5_000)));
        Assert.Null(Read(text[..^4] + (text.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA")));
    }

    [Theory]
    [InlineData("/dashboard/keys?a=b#c", "/dashboard/keys?a=b#c")]
    [InlineData("/wordpress/connect?site=https%3A%2F%2Fblog.example", "/wordpress/connect?site=https%3A%2F%2Fblog.example")]
    [InlineData("/", "/")]
    [InlineData(null, "/dashboard")]
    [InlineData("", "/dashboard")]
    [InlineData("dashboard", "/dashboard")]
    [InlineData("https://evil.example", "/dashboard")]
    [InlineData("//evil.example", "/dashboard")]
    [InlineData("/\\evil.example", "/dashboard")]
    [InlineData("\\/evil.example", "/dashboard")]
    [InlineData("/\t/evil.example", "/dashboard")]
    [InlineData("/dashboard\\..\\..", "/dashboard")]
    [InlineData("javascript:alert(1)", "/dashboard")]
    [InlineData("/x\r\nSet-Cookie: a=b", "/dashboard")]
    [InlineData("/dashboard/sign-in?returnUrl=/", "/dashboard")]
    public void Only_paths_of_this_host_are_returned_to(string? url, string safe) => Assert.Equal(safe, ReturnUrls.Safe(url));

    private string Write(SessionTicket ticket)
    {
        var context = new DefaultHttpContext();
        cookie.Write(context, ticket);
        return context.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0];
    }

    private SessionTicket? Read(string text)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"pixza={text}";
        return cookie.Read(context);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 11, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
