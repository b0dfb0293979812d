namespace Pixza.Core.Jobs;

/// <summary>
/// A table whose unfinished rows are the jobs: each has a <c>due_at</c> and a <c>lease_id</c>. There is no queue beside it, so nothing
/// can be lost between the two. A row is run by one node at a time, and again when that node's lease runs out.
/// </summary>
public interface IDueWork
{
    /// <summary>Schema and table, with columns id uuid, due_at timestamptz (null: finished) and lease_id uuid.</summary>
    string Table { get; }

    /// <summary>How many rows this node works on at once.</summary>
    int Concurrency { get; }

    /// <summary>
    /// Takes the row further. Before it returns it finishes the row or sets a later due_at; when it throws, the row is due again in a few
    /// seconds. It may run twice for one row, so each step is idempotent.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the node stops or the row is no longer ours.</param>
    Task RunAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>This process among the nodes; a new id at each start, so that what a crashed one held is not mistaken for ours.</summary>
public sealed class Node(TimeProvider clock)
{
    public Guid Id { get; } = Guid.CreateVersion7(clock.GetUtcNow());
}
