namespace Pixza.Crash.Tests;

/// <summary>A round that failed says which it was, how it is played again, and what the host said.</summary>
public static class Failures
{
    public static async Task ExplainAsync(string round, HostNode node, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                $"Failed when {round} (PIXZA_CRASH_SEED={Rounds.Seed} PIXZA_CRASH_ROUNDS={Rounds.Count}): {failure.Message}\nThe host said:\n{node.LastWords}", failure);
        }
    }
}
