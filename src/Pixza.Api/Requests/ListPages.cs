using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;

namespace Pixza.Api.Requests;

/// <summary>What all lists share: <c>{"data","has_more","next_cursor"}</c> and the header <c>Link: rel="next"</c>.</summary>
public sealed class ListPages(Cursors cursors)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    public bool TryRead(string list, string cursor, out Guid last) => cursors.TryRead(list, cursor, out last);

    /// <summary>Makes the cursor of the next page and links to it.</summary>
    public string Next(HttpContext context, string list, Guid last)
    {
        var cursor = cursors.Write(list, last);
        var query = new QueryBuilder(context.Request.Query.Where(pair => pair.Key != "cursor")) { { "cursor", cursor } };
        context.Response.Headers.Link = $"<{context.Request.Path}{query.ToQueryString()}>; rel=\"next\"";
        return cursor;
    }

    public static void Write<TItem, TState>(
        Utf8JsonWriter json, IReadOnlyList<TItem> items, string? next, TState state, Action<Utf8JsonWriter, TState, TItem> write)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        for (var i = 0; i < items.Count; i++)
            write(json, state, items[i]);
        json.WriteEndArray();
        json.WriteBoolean("has_more", next is not null);
        json.WriteString("next_cursor", next);
        json.WriteEndObject();
    }
}
