using System.ComponentModel.DataAnnotations;

namespace Pixza.Core.Jobs;

public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Seconds for which a node has a row to itself; it renews after a third. After a crash its rows are taken up again so much later.</summary>
    /// <value>Defaults to 20.</value>
    [Range(1, 600)] public int LeaseSeconds { get; set; } = 20;

    /// <summary>Milliseconds between two looks for due rows when nothing wakes the runner earlier.</summary>
    /// <value>Defaults to 250.</value>
    [Range(10, 60_000)] public int PollMilliseconds { get; set; } = 250;

    /// <summary>How many generations this node runs in the background at once.</summary>
    /// <value>Defaults to 8.</value>
    [Range(1, 1_000)] public int Generations { get; set; } = 8;

    /// <summary>How many webhook messages this node sends at once.</summary>
    /// <value>Defaults to 16.</value>
    [Range(1, 1_000)] public int Webhooks { get; set; } = 16;
}
