using System.Collections.Concurrent;
using Pixza.Core.Providers;

namespace Pixza.Testing;

/// <summary>A vendor that does what the test says: each call takes the next line of its script, the last line for ever.</summary>
public sealed class ScriptedProvider(string name = "scripted", bool canRepeatSubmit = false) : IProvider
{
    /// <summary>A picture of one pixel: a whole, readable PNG file.</summary>
    public static ReadOnlyMemory<byte> Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly ConcurrentQueue<Func<ProviderRequest, CancellationToken, Task<ProviderResult>>> submits = new();
    private readonly ConcurrentQueue<Func<ProviderJob, ProviderResult>> polls = new();

    public string Name { get; } = name;

    public bool CanRepeatSubmit { get; } = canRepeatSubmit;

    public bool IsAvailable { get; set; } = true;

    public ConcurrentQueue<ProviderRequest> Submitted { get; } = new();

    public ConcurrentQueue<ProviderJob> Canceled { get; } = new();

    public int Polled { get; private set; }

    public static ProviderResult Picture() => new ProviderResult.Completed([new ProviderOutput(Png)]);

    public ScriptedProvider OnSubmit(ProviderResult result) => OnSubmit((_, _) => Task.FromResult(result));

    public ScriptedProvider OnSubmit(Func<ProviderRequest, CancellationToken, Task<ProviderResult>> line)
    {
        submits.Enqueue(line);
        return this;
    }

    public ScriptedProvider OnPoll(ProviderResult result)
    {
        polls.Enqueue(_ => result);
        return this;
    }

    public Task<ProviderResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        Submitted.Enqueue(request);
        return submits.Count > 1 && submits.TryDequeue(out var line) || submits.TryPeek(out line)
            ? line(request, cancellationToken)
            : Task.FromResult(Picture());
    }

    public Task<ProviderResult> PollAsync(ProviderJob job, CancellationToken cancellationToken)
    {
        Polled++;
        return Task.FromResult(polls.Count > 1 && polls.TryDequeue(out var line) || polls.TryPeek(out line) ? line(job) : Picture());
    }

    public Task<bool> CancelAsync(ProviderJob job, CancellationToken cancellationToken)
    {
        Canceled.Enqueue(job);
        return Task.FromResult(true);
    }
}
