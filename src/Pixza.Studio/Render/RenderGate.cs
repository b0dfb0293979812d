namespace Pixza.Studio.Render;

/// <summary>
/// How much of the machine renders may take: one render at a time for every few processors, each on at most four threads, so that
/// a server that renders still answers. Those that wait keep their order. What takes long (films, models) has a lane of its own, so that
/// a picture, for which somebody waits, never stands behind it.
/// </summary>
internal static class RenderGate
{
    public static readonly int ThreadsPerRender = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private static readonly SemaphoreSlim Pictures = new(Math.Max(1, Environment.ProcessorCount / ThreadsPerRender));
    private static readonly SemaphoreSlim Films = new(Math.Max(1, Environment.ProcessorCount / ThreadsPerRender));

    public static ParallelOptions Options(CancellationToken cancellationToken = default) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = ThreadsPerRender };

    /// <summary>Waits for a place; disposing the answer gives it back.</summary>
    /// <param name="type">image, or what takes longer: video, 3d.</param>
    public static async Task<IDisposable> EnterAsync(string type, CancellationToken cancellationToken)
    {
        var lane = type == "image" ? Pictures : Films;
        await lane.WaitAsync(cancellationToken);
        return new Place(lane);
    }

    private sealed class Place(SemaphoreSlim lane) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                lane.Release();
        }
    }
}
