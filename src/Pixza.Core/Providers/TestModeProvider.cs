using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.Providers;

/// <summary>
/// Serves test keys: studio, unless the prompt asks for an outcome. <c>test:fail</c>, <c>test:reject</c> and <c>test:timeout</c> (after 2 s)
/// fail so; <c>test:slow</c> completes after 10 s. (<c>test:402</c> and <c>test:429</c> are refused before a run begins.)
/// </summary>
public sealed class TestModeProvider(IServiceProvider services) : IProvider
{
    public const string ProviderName = "test";

    // Looked up late: this one is in the same list.
    private IProvider? Studio => services.GetServices<IProvider>().FirstOrDefault(provider => provider.Name == ProviderRoutes.Studio);

    public string Name => ProviderName;

    public bool CanRepeatSubmit => true;

    public bool IsAvailable => Studio is { IsAvailable: true };

    public Task<ProviderResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => request.Prompt.Trim() switch
    {
        "test:fail" => Result(new ProviderResult.Failed(FailureKind.Failed, "The run failed, as the prompt test:fail asks.")),
        "test:reject" => Result(new ProviderResult.Failed(FailureKind.Moderated, "The prompt was rejected, as the prompt test:reject asks.")),
        "test:timeout" => Result(Wait(request, 2)),
        "test:slow" => Result(Wait(request, 10)),
        _ => Studio!.SubmitAsync(request, cancellationToken),
    };

    public Task<ProviderResult> PollAsync(ProviderJob job, CancellationToken cancellationToken) => job.State == "test:timeout"
        ? Result(new ProviderResult.Failed(FailureKind.Timeout, "The run timed out, as the prompt test:timeout asks."))
        : Studio!.SubmitAsync(job.Request, cancellationToken);

    public Task<bool> CancelAsync(ProviderJob job, CancellationToken cancellationToken) => Task.FromResult(true);

    private static ProviderResult.Pending Wait(ProviderRequest request, int seconds) =>
        new($"test-{request.GenerationId:n}", request.Prompt.Trim(), Progress: 0.1, TimeSpan.FromSeconds(seconds));

    private static Task<ProviderResult> Result(ProviderResult result) => Task.FromResult(result);
}
