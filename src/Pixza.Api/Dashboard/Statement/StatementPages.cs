using System.Text;
using Pixza.Api.Credits;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Requests;
using Pixza.Core.Ledger;

namespace Pixza.Api.Dashboard.Statement;

/// <summary>The account's history of credits, page by page and as a whole table for a spreadsheet.</summary>
public static class StatementPages
{
    private const int PageSize = 25;
    private const int CsvBatch = 1_000;

    public static void MapStatement(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/statement", ShowAsync);
        pages.MapGet("/statement.csv", DownloadAsync);
    }

    private static async Task<IResult> ShowAsync(string? cursor, HttpContext http, LedgerStatement statement, Cursors cursors)
    {
        var frame = PageFrame.Of(http);
        var list = $"dashboard-statement|{frame.AccountId}";
        Guid? before = null;
        if (cursor is not null)
        {
            if (!cursors.TryRead(list, cursor, out var last))
                return Pages.NotFound();
            before = last;
        }

        var lines = await statement.ReadAsync(frame.AccountId, before, PageSize + 1, http.RequestAborted);
        var page = lines.Take(PageSize).ToArray();
        return Pages.Show<StatementPage>(new
        {
            Lines = page,
            Next = lines.Count > PageSize ? cursors.Write(list, page[^1].Id) : null,
            IsFirst = before is null,
            frame.Balance,
        });
    }

    private static async Task DownloadAsync(HttpContext http, LedgerStatement statement)
    {
        var accountId = PageFrame.Of(http).AccountId;
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"pixza-statement.csv\"";
        Guid? before = null;
        while (true)
        {
            var lines = await statement.ReadAsync(accountId, before, CsvBatch, http.RequestAborted);
            var text = StatementCsv.Write(lines);
            await http.Response.WriteAsync(before is null ? text : text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], Encoding.UTF8, http.RequestAborted);
            if (lines.Count < CsvBatch)
                return;
            before = lines[^1].Id;
        }
    }
}
