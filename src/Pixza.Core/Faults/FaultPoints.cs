using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Pixza.Core.Faults;

/// <summary>
/// Where the crash test kills the process: with <c>Faults:KillAt</c> set to a point's name the process dies there (SIGKILL, nothing is
/// flushed), at its <c>Faults:KillAfter</c>-th passing. Without the setting a point costs one comparison.
/// </summary>
public sealed class FaultPoints(IConfiguration configuration)
{
    public const string HoldCommitted = "hold_committed";
    public const string VendorCalled = "vendor_called";
    public const string OutputStored = "output_stored";
    public const string CaptureCommitted = "capture_committed";

    public static IReadOnlyList<string> All { get; } = [HoldCommitted, VendorCalled, OutputStored, CaptureCommitted];

    private readonly string? killAt = configuration["Faults:KillAt"];
    private int left = configuration.GetValue("Faults:KillAfter", 1);

    public void Pass(string point)
    {
        if (killAt is not null && killAt == point && Interlocked.Decrement(ref left) <= 0)
            Process.GetCurrentProcess().Kill();
    }
}
