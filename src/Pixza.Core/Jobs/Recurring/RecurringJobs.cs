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
public sealed class RecurringJobs(PixzaDatabase database, IServiceProvider services, IEnumerable<IRecurringJob> jobs, TimeProvider clock, ILogger<RecurringJobs> log)
    : BackgroundService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ServiceProvider? quartz;
    private IScheduler? scheduler;

    // A node without its database stays up and tries again; what it missed is made up for by the misfire rule.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeginAsync(stoppingToken);
                return;
            }
            catch (Exception e)
            {
                await EndAsync();
                if (stoppingToken.IsCancellationRequested)
                    return;
                log.LogWarning("The clock of recurring jobs could not start ({Message}); it is tried again", e.Message);
                await Task.Delay(Patience, clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
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

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();   // cancels what still begins
        if (ExecuteTask is { } beginning)
            await beginning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync();
    }

    // Waits for the jobs that run: each is short, or cancelled by its token.
    private async Task EndAsync()
    {
        var (ending, provider) = (scheduler, quartz);
        (scheduler, quartz) = (null, null);
        try
        {
            if (ending is not null)
                await ending.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
            if (provider is not null)
                await provider.DisposeAsync();
        }
        catch (Exception e)
        {
            // Its rows say that this node is gone when it no longer checks in; a host that stops has worse to tell.
            log.LogDebug("The clock of recurring jobs did not end in order: {Message}", e.Message);
        }
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
