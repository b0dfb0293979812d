using System.Text;
using System.Text.Json;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;
using Pixza.Core.Ledger;

namespace Pixza.Api.Credits;

/// <summary>
/// GET /api/v1/credits/entries: the statement, newest first; a generation's hold and its end are one line. <c>?format=csv</c> answers the
/// same page as a table. Test keys write no ledger rows, so theirs is empty.
/// </summary>
public sealed class ListEntries(LedgerStatement statement, ListPages pages) : IV1Endpoint
{
    public Task HandleAsync(HttpContext context, Caller caller)
    {
        var query = new QueryReader(context.Request, "limit", "cursor", "format");
        var csv = query.OneOf("format", "json", "csv") == "csv";
        var limit = query.Integer("limit", csv ? 1000 : ListPages.DefaultLimit, 1, csv ? 1000 : ListPages.MaxLimit);
        var cursor = query.Text("cursor");
        if (query.Refusal is { } refusal)
            return ApiErrorWriter.WriteAsync(context, refusal);

        var list = $"entries|{caller.AccountId}|{caller.LiveMode}";
        Guid? before = null;
        if (cursor is not null)
        {
            if (!pages.TryRead(list, cursor, out var last))
                return ApiErrorWriter.WriteAsync(context, ApiErrors.InvalidCursor());
            before = last;
        }

        return AnswerAsync(context, caller, before, limit, csv, list);
    }

    private async Task AnswerAsync(HttpContext context, Caller caller, Guid? before, int limit, bool csv, string list)
    {
        var lines = caller.LiveMode ? await statement.ReadAsync(caller.AccountId, before, limit + 1, context.RequestAborted) : [];
        var more = lines.Count > limit;
        var page = more ? [.. lines.Take(limit)] : lines;
        var next = more ? pages.Next(context, list, page[^1].Id) : null;
        context.Response.Headers.CacheControl = "no-store";
        if (csv)
        {
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.ContentDisposition = "attachment; filename=\"pixza-credits.csv\"";
            await JsonAnswer.SendAsync(context.Response, Encoding.UTF8.GetBytes(StatementCsv.Write(page)));
            return;
        }

        await JsonAnswer.WriteAsync(context, 200, (page, next), static (json, state) =>
            ListPages.Write(json, state.page, state.next, 0, static (json, _, line) => Write(json, line)));
    }

    private static void Write(Utf8JsonWriter json, StatementLine line)
    {
        json.WriteStartObject();
        json.WriteString("kind", line.Kind);
        json.WriteNumber("amount", line.Amount);
        json.WriteNumber("held", line.Held);
        json.WriteNumber("balance_after", line.BalanceAfter);
        json.WriteString("channel", line.Channel);
        json.WriteString("model", line.Model);
        json.WriteString("type", line.Type);
        json.WriteString("reason", line.Reason);
        if (line.GenerationId is { } id)
        {
            json.WriteString("generation_id", PublicId.Format(PublicId.Generation, id));
            json.WriteString("url", $"{V1Routes.Prefix}/generate/{PublicId.Format(PublicId.Generation, id)}");
        }
        else
        {
            json.WriteNull("generation_id");
            json.WriteNull("url");
        }

        WriteTime(json, "created_at", line.CreatedAt);
        WriteTime(json, "ended_at", line.EndedAt);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is { } value ? Times.Text(value) : null);
}
