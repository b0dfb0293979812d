using Dapper;
using Pixza.Core.Database;
using Pixza.Core.Jobs;

namespace Pixza.Core.Generations;

/// <summary>Tells observers of finished generations, at least once each.</summary>
public sealed class ObservationWork(PixzaDatabase database, GenerationStore generations, IEnumerable<IGenerationObserver> observers) : IDueWork
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public string Table => "generations.observations";

    public int Concurrency => 8;

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(Guid GenerationId, string Observer, int Attempts)?>(
            new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken));
        await connection.CloseAsync();
        if (row is not { } due)
            return;

        try
        {
            // An observer that is no longer installed, or a generation that was deleted: nobody is left to be told.
            if (observers.FirstOrDefault(observer => observer.Name == due.Observer) is { } observer
                && await generations.FindAsync(due.GenerationId, cancellationToken) is { } generation)
            {
                await observer.FinishedAsync(generation, cancellationToken);
            }

            await ExecuteAsync(DoneSql, new { id });
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var wait = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(due.Attempts, 20)));
            await ExecuteAsync(LaterSql, new { id, error = e.Message, after = wait < Longest ? wait : Longest });
        }
    }

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, parameters);
    }

    private const string FindSql = "select generation_id, observer, attempts from generations.observations where id = @id";

    private const string DoneSql = "delete from generations.observations where id = @id";

    private const string LaterSql = """
        update generations.observations set due_at = now() + @after, lease_id = null, attempts = attempts + 1, last_error = left(@error, 500) where id = @id
        """;
}
