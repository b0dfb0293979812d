using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pixza.Core.RateLimits;

namespace Pixza.Bench.Rows;

/// <summary>d4: a decision of the rate limiter while this node has tokens.</summary>
internal static class Limiter
{
    private const int Decisions = 2_000_000;

    public static async Task RunAsync(Sandbox sandbox, Table table)
    {
        var limiter = new RateLimiter(new RateWindows(sandbox.Pixza), new NodeCount(), Options.Create(new RateLimitOptions()), TimeProvider.System, NullLogger<RateLimiter>.Instance);
        var accounts = Enumerable.Range(0, 1_000).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var account in accounts)
            await limiter.AcquireAsync(account, RatePolicy.Requests, int.MaxValue, CancellationToken.None);

        var times = new long[Decisions];
        var waited = 0;
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < Decisions; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var decision = limiter.AcquireAsync(accounts[i % accounts.Length], RatePolicy.Requests, int.MaxValue, CancellationToken.None);
                if (!decision.IsCompletedSuccessfully)
                {
                    waited++;
                    await decision;
                }

                times[i] = Stopwatch.GetTimestamp() - start;
            }
        }

        Array.Sort(times);
        double Microseconds(double share) => times[(int)(Decisions * share)] * 1e6 / Stopwatch.Frequency;
        table.Figure("d4", "rate-limit decision, 1,000 accounts, p50 / p99", $"{Microseconds(0.5):0.00} / {Microseconds(0.99):0.00} µs");
        table.Figure("d4", "decisions that waited for the database", $"{waited} of {2 * Decisions:#,0}");
    }
}
