using Pixza.Core.Webhooks;

namespace Pixza.Core.Tests.Webhooks;

public class RetryScheduleTests
{
    private const double Middle = 0.5;

    [Fact]
    public void Ten_attempts_are_spread_over_about_75_hours()
    {
        var waits = Enumerable.Range(1, 9).Select(attempts => RetrySchedule.WaitAfter(attempts, 500, null, Middle)!.Value).ToArray();

        Assert.Equal(10, RetrySchedule.MaxAttempts);
        Assert.Equal(new TimeSpan(75, 35, 5), TimeSpan.FromSeconds(Math.Round(waits.Sum(wait => wait.TotalSeconds))));
        Assert.Equal(5, waits[0].TotalSeconds, 0.001);
        Assert.Equal(24, waits[8].TotalHours, 0.001);
        Assert.Null(RetrySchedule.WaitAfter(10, 500, null, Middle));
        Assert.Null(RetrySchedule.WaitAfter(11, null, null, Middle));
    }

    [Fact]
    public void A_wait_lies_within_ten_per_cent()
    {
        Assert.Equal(270, RetrySchedule.WaitAfter(2, null, null, 0)!.Value.TotalSeconds, 0.001);
        Assert.Equal(330, RetrySchedule.WaitAfter(2, null, null, 1)!.Value.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(429, 120, 120)]
    [InlineData(503, 120, 120)]
    [InlineData(502, 2, 5)]
    [InlineData(504, 172_800, 86_400)]
    [InlineData(500, 120, 5)]
    [InlineData(404, 120, 5)]
    public void An_overloaded_address_says_how_long_to_wait_up_to_a_day(int status, int retryAfter, int expected) =>
        Assert.Equal(expected, RetrySchedule.WaitAfter(1, status, TimeSpan.FromSeconds(retryAfter), Middle)!.Value.TotalSeconds, 0.001);

    [Fact]
    public void An_address_that_is_gone_is_not_asked_again() => Assert.Null(RetrySchedule.WaitAfter(1, 410, null, Middle));
}
