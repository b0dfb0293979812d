namespace Pixza.Core.Generations.Running;

/// <summary>Writes down how far a run in this process is, twice a second at most, so that a quick run costs no write.</summary>
internal sealed class RunProgress(Guid generationId, Attempts attempts, GenerationWatch watch, TimeProvider clock) : IProgress<double>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long last = clock.GetTimestamp();
    private int writing;

    public void Report(double value)
    {
        if (clock.GetElapsedTime(Interlocked.Read(ref last)) < Interval || Interlocked.Exchange(ref writing, 1) == 1)
            return;
        Interlocked.Exchange(ref last, clock.GetTimestamp());
        _ = WriteAsync(Math.Clamp(value, 0, 0.99));
    }

    private async Task WriteAsync(double value)
    {
        try
        {
            await attempts.ProgressAsync(generationId, value, CancellationToken.None);
            watch.Changed(generationId);
        }
        catch (Npgsql.NpgsqlException)
        {
            // Progress is only shown; the next one, or the end, says more.
        }
        finally
        {
            Interlocked.Exchange(ref writing, 0);
        }
    }
}
