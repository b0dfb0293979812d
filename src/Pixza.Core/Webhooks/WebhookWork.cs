using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using Pixza.Core.Accounts;
using Pixza.Core.Database;
using Pixza.Core.Ids;
using Pixza.Core.Jobs;

namespace Pixza.Core.Webhooks;

/// <summary>Sends the messages that were written with the ends of generations, on the retry schedule, at least once each.</summary>
public sealed class WebhookWork(PixzaDatabase database, WebhookSender sender, WebhookSecrets secrets, IOptions<JobOptions> options, TimeProvider clock) : IDueWork
{
    public string Table => "webhooks.deliveries";

    public int Concurrency => options.Value.Webhooks;

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } due)
            return;

        var message = new WebhookMessage(PublicId.Format(PublicId.Message, id), due.Event, due.Url, Encoding.UTF8.GetBytes(due.Body));
        var outcome = await sender.SendAsync(message, await secrets.ReadAsync(due.AccountId, cancellationToken), due.Attempts, cancellationToken);
        await RecordAsync(id, outcome);
    }

    private async Task<DueMessage?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DueMessage>(new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken));
    }

    private const string FindSql = "select account_id, event, url, body, attempts from webhooks.deliveries where id = @id and due_at is not null";

    // Written even when this node is stopping: what was sent is known to be sent.
    private async Task RecordAsync(Guid id, WebhookOutcome outcome)
    {
        var wait = outcome is WebhookOutcome.Retry retry ? retry.At - clock.GetUtcNow() : (TimeSpan?)null;
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(RecordSql, new
        {
            id,
            status = outcome switch { WebhookOutcome.Delivered => "delivered", WebhookOutcome.Retry => "pending", _ => "failed" },
            wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait,
            lastStatus = outcome.Attempt.Status,
            lastError = outcome.Attempt.Error,
            lastAnswer = outcome.Attempt.Answer,
            lastAttemptAt = outcome.Attempt.At,
        });
    }

    private const string RecordSql = """
        update webhooks.deliveries set
          status = @status, due_at = now() + @wait::interval, lease_id = null, attempts = attempts + 1,
          last_status = @lastStatus::integer, last_error = @lastError, last_answer = @lastAnswer, last_attempt_at = @lastAttemptAt
        where id = @id and status = 'pending'
        """;

    private sealed record DueMessage(Guid AccountId, string Event, string Url, string Body, int Attempts);
}
