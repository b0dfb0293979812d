using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;

namespace Pixza.Api.Generations;

/// <summary>GET /api/v1/generations: the caller's own, of the key's mode, newest first.</summary>
public sealed class ListGenerations(GenerationService generations, GenerationJson json, ListPages pages) : IV1Endpoint
{
    public Task HandleAsync(HttpContext context, Caller caller)
    {
        var query = new GenerationQuery(caller.AccountId, caller.LiveMode, Limit: ListPages.DefaultLimit);
        string? cursor = null;
        if (context.Request.QueryString.HasValue && Read(context.Request, ref query, out cursor) is { } refusal)
            return ApiErrorWriter.WriteAsync(context, refusal);

        var list = Name(query);
        if (cursor is not null)
        {
            if (!pages.TryRead(list, cursor, out var last))
                return ApiErrorWriter.WriteAsync(context, ApiErrors.InvalidCursor());
            query = query with { Before = last };
        }

        return AnswerAsync(context, query, list);
    }

    private async Task AnswerAsync(HttpContext context, GenerationQuery query, string list)
    {
        var page = await generations.ListAsync(query, context.RequestAborted);
        var next = page.HasMore ? pages.Next(context, list, page.Items[^1].Id) : null;
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, 200, (json, page.Items, next), static (writer, state) =>
            ListPages.Write(writer, state.Items, state.next, state.json, static (writer, json, item) => json.Write(writer, item)));
    }

    private static ApiError? Read(HttpRequest request, ref GenerationQuery query, out string? cursor)
    {
        var reader = new QueryReader(request, "limit", "cursor", "type", "status", "model", "channel", "key_id", "created_after", "created_before");
        cursor = reader.Text("cursor");
        query = query with
        {
            Limit = reader.Integer("limit", ListPages.DefaultLimit, 1, ListPages.MaxLimit),
            Type = reader.OneOf("type", "image", "video", "3d"),
            Status = reader.OneOf("status", "queued", "processing", "completed", "failed", "canceled"),
            Model = reader.Text("model"),
            Channel = reader.OneOf("channel", "api", "dashboard", "shopify", "wordpress"),
            KeyId = reader.Id("key_id", PublicId.Key),
            CreatedAfter = reader.Time("created_after"),
            CreatedBefore = reader.Time("created_before"),
        };
        return reader.Refusal;
    }

    // Everything that decides which rows there are, and not how many of them come at a time.
    private static string Name(GenerationQuery query) =>
        $"generations|{query.AccountId}|{query.LiveMode}|{query.Type}|{query.Status}|{query.Channel}|{query.KeyId}|{query.CreatedAfter:O}|{query.CreatedBefore:O}|{query.Model}";
}
