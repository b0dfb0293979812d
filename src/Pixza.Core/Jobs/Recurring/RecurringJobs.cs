using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pixza.Core.Database;
using Quartz;

namespace Pixza.Core.Jobs.Recurring;

/// <summary>
/// The clock of all nodes: Quartz.NET's clustered store in Pixza's own database, whose tables are in our migrations. It is started after
/// the migrations and stands in one class, so that another scheduler can take its place.
/// </summary>
public sealed class RecurringJobs(PixzaDatabase database, IServiceProvider services, IEnumerable<IRecurringJob> jobs, ILogger<RecurringJobs> log) : IHostedService, IAsyncDisposable
{
    private ServiceProvider? quartz;
    private IScheduler? scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        collection.AddLogging();
        collection.AddSingleton(jobs);
        collection.AddTransient<Run>();
        collection.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "pixza";
                options.InstanceId = "AUTO";
            });
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = 4);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(Npgsql.NpgsqlFactory.Instance, database.ConnectionString);
                store.ConfigureStore(options => options.TablePrefix = "quartz.qrtz_");
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
            });
        });
        quartz = collection.BuildServiceProvider();
        scheduler = await quartz.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        foreach (var job in jobs)
            await ScheduleAsync(job, cancellationToken);
        await scheduler.Start(cancellationToken);
    }

    private async Task ScheduleAsync(IRecurringJob job, CancellationToken cancellationToken)
    {
        var detail = JobBuilder.Create<Run>().WithIdentity(job.Name).StoreDurably().Build();
        var trigger = TriggerBuilder.Create().WithIdentity(job.Name).ForJob(detail)
            .WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        try
        {
            await scheduler!.AddJob(detail, new AddJobOptions { Replace = true }, cancellationToken);
            if (await scheduler.GetTrigger(trigger.Key, cancellationToken) is not ICronTrigger known)
                await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
            else if (known.CronExpressionString != job.Cron)
                await scheduler.RescheduleJob(trigger.Key, trigger, cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            log.LogDebug("Another node has just scheduled {Job}", job.Name);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (scheduler is not null)
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (quartz is not null)
            await quartz.DisposeAsync();
    }

    /// <summary>Quartz' side of a job: finds ours by the name.</summary>
    [DisallowConcurrentExecution]
    public sealed class Run(IEnumerable<IRecurringJob> jobs, ILogger<Run> log) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            // A job of a channel that is switched off on this node has no implementation here.
            if (jobs.FirstOrDefault(job => job.Name == context.JobDetail.Key.Name) is not { } due)
                return;
            try
            {
                await due.RunAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Recurring job {Job} failed; it runs again at its next time", due.Name);
            }
        }
    }
}
