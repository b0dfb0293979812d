namespace Pixza.Core.Jobs.Recurring;

/// <summary>Work by the clock: one node of all runs it at each of its times. It may be run again after a crash, so it is idempotent.</summary>
public interface IRecurringJob
{
    /// <summary>Stable: the schedule is stored under it.</summary>
    string Name { get; }

    /// <summary>A Quartz cron expression, in UTC: seconds, minutes, hours, day of month, month, day of week.</summary>
    string Cron { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
