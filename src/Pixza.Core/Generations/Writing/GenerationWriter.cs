using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pixza.Core.Database;

namespace Pixza.Core.Generations.Writing;

/// <summary>
/// Writes the beginnings and ends of generations. A busy account is one hot row, and a commit costs a flush, so concurrent
/// movements are drained into one set-based batch and one commit; an account always goes to the same writer, so writers do not wait
/// for each other's rows. While few are in flight a movement is written by itself at once, which is then quicker.
/// </summary>
public sealed class GenerationWriter : IAsyncDisposable
{
    private const int Writers = 2;
    private const int MaxBatch = 256;
    private const int MaxDirect = 6;
    private const int QueueCapacity = 4_096;
    private const int Stripes = 1_024;
    private const int MaxTries = 4;

    // The class of SQLSTATEs by which a server that stops, or has crashed, takes its leave.
    private const string Shutdown = "57P";

    private readonly PixzaDatabase database;
    private readonly TimeProvider clock;
    private readonly ILogger<GenerationWriter> log;
    private readonly Channel<Work>[] queues = new Channel<Work>[Writers];
    private readonly Task[] writers = new Task[Writers];
    private readonly int[] inFlight = new int[Stripes];
    private int direct;

    public GenerationWriter(PixzaDatabase database, TimeProvider clock, ILogger<GenerationWriter> log)
    {
        (this.database, this.clock, this.log) = (database, clock, log);
        for (var i = 0; i < Writers; i++)
        {
            queues[i] = Channel.CreateBounded<Work>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
            var reader = queues[i].Reader;
            writers[i] = Task.Run(() => DrainAsync(reader));
        }
    }

    /// <summary>Holds the price and writes the row, both or neither; committed when it returns. May be called again for the same id.</summary>
    public async Task<AcceptOutcome> AcceptAsync(Acceptance acceptance)
    {
        var work = new Work(acceptance, null, acceptance.Generation.AccountId);
        try
        {
            return await WriteAsync(work) switch { true => AcceptOutcome.Accepted, false => AcceptOutcome.Refused, null => AcceptOutcome.Full };
        }
        catch (NpgsqlException e) when (work.AnswerLost)
        {
            log.LogWarning("Whether generation {Id} was accepted is not known: {Message}", acceptance.Generation.Id, e.Message);
            return AcceptOutcome.Unknown;
        }
    }

    /// <summary>Ends the generation and its hold together; committed when it returns. May be called again.</summary>
    /// <returns>Whether it ended now; false when it had ended before, and everything stays as it was.</returns>
    public async Task<bool> EndAsync(Ending ending)
    {
        while (true)
        {
            if (await WriteAsync(new Work(null, ending, ending.Generation.AccountId)) is { } ended)
                return ended;
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock);   // an end is never refused; it waits for room
        }
    }

    private async Task<bool?> WriteAsync(Work work)
    {
        var stripe = (uint)work.AccountId.GetHashCode() % Stripes;
        var before = Interlocked.Increment(ref inFlight[stripe]) - 1;
        try
        {
            if (before == 0 && Interlocked.Increment(ref direct) <= MaxDirect)
            {
                try
                {
                    await WriteSafelyAsync([work]);
                    return await work.Task;
                }
                finally
                {
                    Interlocked.Decrement(ref direct);
                }
            }

            if (before == 0)
                Interlocked.Decrement(ref direct);
            return queues[stripe % Writers].Writer.TryWrite(work) ? await work.Task : null;
        }
        finally
        {
            Interlocked.Decrement(ref inFlight[stripe]);
        }
    }

    private async Task DrainAsync(ChannelReader<Work> queue)
    {
        var batch = new List<Work>(MaxBatch);
        while (await queue.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && queue.TryRead(out var work))
                batch.Add(work);
            await WriteSafelyAsync(batch);

            // A large wish must not refuse a small one behind it, so what a group refused is asked once more alone.
            foreach (var refused in batch.Where(work => batch.Count > 1 && work is { Accept: not null, Result: false, Error: null, Task.IsCompleted: false }))
                await WriteSafelyAsync([refused]);
            foreach (var work in batch)
                work.Finish();
        }
    }

    private async Task WriteSafelyAsync(List<Work> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteBatchAsync(batch);
                break;
            }
            catch (PostgresException e) when (batch.Count > 1 && !e.IsTransient)
            {
                log.LogWarning("A batch of {Count} movements was refused ({State} {Message}); each is written alone", batch.Count, e.SqlState, e.MessageText);
                foreach (var work in batch)
                    await WriteSafelyAsync([work]);
                break;
            }
            catch (NpgsqlException e) when (e.IsTransient && attempt < MaxTries)
            {
                // Whether it was committed is not known; the statements pass over what is there, so they may run again.
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), clock);
            }
            catch (Exception e)
            {
                foreach (var work in batch)
                    work.Error = e;
                break;
            }
        }

        if (batch.Count == 1)
            batch[0].Finish();
    }

    private async Task WriteBatchAsync(List<Work> works)
    {
        var now = clock.GetUtcNow();
        var period = new DateOnly(now.Year, now.Month, 1);
        var accepts = works.Where(work => work.Accept is not null).Select(work => work.Accept!).ToList();
        var ends = works.Where(work => work.End is not null).Select(work => work.End!).ToList();

        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var batch = connection.CreateBatch();
        AcceptStatements.AddKeysTo(batch, accepts, now);
        if (accepts.Count > 0 && ends.Count > 0)
        {
            // Both parts lock accounts; taken together and in order first, two batches cannot wait for each other in a ring.
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LockSql)
            {
                Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. works.Select(work => work.AccountId).Distinct()] } },
            });
        }

        if (accepts.Count > 0)
            AcceptStatements.AddTo(batch, accepts, period, now);
        if (ends.Count > 0)
            EndStatements.AddTo(batch, ends, period, now);

        try
        {
            var written = await ExecuteAsync(batch);
            foreach (var work in works)
                work.Result = written.Contains(work.Id);
        }
        catch (NpgsqlException e) when (e is not PostgresException refused || refused.SqlState.StartsWith(Shutdown, StringComparison.Ordinal))
        {
            // It was sent, and the database went away instead of answering.
            foreach (var work in works)
                work.AnswerLost = true;
            throw;
        }
    }

    private static async Task<HashSet<Guid>> ExecuteAsync(NpgsqlBatch batch)
    {
        var written = new HashSet<Guid>();
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (reader.FieldCount == 1 && await reader.ReadAsync())
            {
                if (!reader.IsDBNull(0))
                    written.Add(reader.GetGuid(0));
            }
        }
        while (await reader.NextResultAsync());
        return written;
    }

    private const string LockSql = "select null::uuid from (select from ledger.accounts where owner_id = any($1) order by owner_id for no key update) locked";

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in queues)
            queue.Writer.TryComplete();
        await Task.WhenAll(writers);
    }

    private sealed class Work(Acceptance? accept, Ending? end, Guid accountId)
    {
        private readonly TaskCompletionSource<bool?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Acceptance? Accept { get; } = accept;

        public Ending? End { get; } = end;

        public Guid AccountId { get; } = accountId;

        public Guid Id => Accept?.Generation.Id ?? End!.Generation.Id;

        public bool Result { get; set; }

        /// <summary>Whether it was sent at least once without an answer: it may be written although an error is all that is known.</summary>
        public bool AnswerLost { get; set; }

        public Exception? Error { get; set; }

        public Task<bool?> Task => done.Task;

        public void Finish()
        {
            if (Error is { } error)
                done.TrySetException(error);
            else
                done.TrySetResult(Result);
        }
    }
}
