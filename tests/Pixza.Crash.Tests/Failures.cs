namespace Pixza.Crash.Tests;

/// <summary>A round that failed says which it was, how it is played again, and what the host said.</summary>
public static class Failures
{
    public static async Task ExplainAsync(string round, CrashWorld world, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                $"Failed when {round} (PIXZA_CRASH_SEED={Rounds.Seed} PIXZA_CRASH_ROUNDS={Rounds.Count}): {failure.Message}\n{world.LastWords}", failure);
        }
    }
}
