using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pixza.Core.Faults;
using Pixza.Core.Files;
using Pixza.Core.Generations.Running;
using Pixza.Core.Generations.Starting;
using Pixza.Core.Generations.Writing;
using Pixza.Core.Jobs;
using Pixza.Core.Jobs.Recurring;
using Pixza.Core.Storage;
using Pixza.Core.Webhooks;

namespace Pixza.Core.Generations;

public static class GenerationServices
{
    /// <summary>Everything from a wish to its end, with the runners of due rows. Needs the database, ledger, models, providers, storage and net.</summary>
    public static IServiceCollection AddGenerations(this IServiceCollection services)
    {
        services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddWebhookSender()
            .AddSingleton<Node>()
            .AddSingleton<FaultPoints>()
            .AddSingleton<FileAddresses>()
            .AddSingleton<FileStore>()
            .AddSingleton<InputFiles>()
            .AddSingleton<GenerationJson>()
            .AddSingleton<GenerationStore>()
            .AddSingleton<GenerationWriter>()
            .AddSingleton<GenerationPlanner>()
            .AddSingleton<IdempotencyKeys>()
            .AddSingleton<Attempts>()
            .AddSingleton<ProviderRequests>()
            .AddSingleton<OutputKeeper>()
            .AddSingleton<GenerationEnd>()
            .AddSingleton<GenerationService>()
            .AddHosted<GenerationWatch>()
            .AddDueWork<GenerationRunner>()
            .AddDueWork<ObservationWork>()
            .AddDueWork<WebhookWork>()
            .AddDueWork<DeletionWork>();
    }

    /// <summary>What runs by the clock.</summary>
    public static IServiceCollection AddRecurringJobs(this IServiceCollection services)
    {
        services.AddOptions<PlanOptions>().BindConfiguration(PlanOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddHosted<RecurringJobs>()
            .AddSingleton<IRecurringJob, VerifyLedgerJob>()
            .AddSingleton<IRecurringJob, RetentionJob>()
            .AddSingleton<IRecurringJob, PlanCreditsJob>();
    }

    /// <summary>A kind of due rows and the runner that claims them.</summary>
    public static IServiceCollection AddDueWork<TWork>(this IServiceCollection services)
        where TWork : class, IDueWork => services.AddSingleton<TWork>().AddHosted<DueRunner<TWork>>();

    private static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService => services.AddSingleton<T>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<T>());
}
