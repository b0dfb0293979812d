namespace Pixza.Studio.Render;

/// <summary>
/// How much of the machine renders may take: one render at a time for every two processors, each on at most four threads, so that
/// a server that renders still answers. Those that wait keep their order.
/// </summary>
internal static class RenderGate
{
    public static readonly int ThreadsPerRender = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private static readonly SemaphoreSlim Gate = new(Math.Max(1, Environment.ProcessorCount / ThreadsPerRender));

    public static ParallelOptions Options(CancellationToken cancellationToken = default) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = ThreadsPerRender };

    /// <summary>Waits for a place; disposing the answer gives it back.</summary>
    public static async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        return new Place();
    }

    private sealed class Place : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                Gate.Release();
        }
    }
}
