using System.Globalization;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Requests;
using Pixza.Core.Files;
using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Ledger;
using Pixza.Core.Storage;

namespace Pixza.Api.Dashboard.Generations;

/// <summary>What the account has made: the gallery, one generation, its progress, its files; cancel and delete.</summary>
public static class GenerationPages
{
    private const int PageSize = 24;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(20);

    public static void MapGenerations(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/generations", ListAsync);
        pages.MapGet("/generations/{id}", ShowAsync);
        pages.MapGet("/generations/{id}/progress", ProgressAsync);
        pages.MapGet("/generations/{id}/download", DownloadAsync);
        pages.MapGet("/generations/{id}/input", InputAsync);
        pages.MapPost("/generations/{id}/cancel", CancelAsync);
        pages.MapGet("/generations/{id}/delete", AskAsync);
        pages.MapPost("/generations/{id}/delete", DeleteAsync);
    }

    private static async Task<IResult> ListAsync(string? cursor, string? type, string? mode, HttpContext http, GenerationService generations, Cursors cursors)
    {
        var frame = PageFrame.Of(http);
        var live = mode != "test";
        type = type is "image" or "video" or "3d" ? type : null;
        var list = $"dashboard-generations|{frame.AccountId}|{live}|{type}";
        Guid? before = null;
        if (cursor is not null)
        {
            if (!cursors.TryRead(list, cursor, out var last))
                return Pages.NotFound();
            before = last;
        }

        var page = await generations.ListAsync(new GenerationQuery(frame.AccountId, live, PageSize, before, type), http.RequestAborted);
        return Pages.Show<GalleryPage>(new
        {
            page.Items,
            Type = type,
            LiveMode = live,
            Next = page.HasMore ? cursors.Write(list, page.Items[^1].Id) : null,
            IsFirst = before is null,
        });
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, GenerationService generations) =>
        await FindAsync(id, http, generations) is { } generation
            ? Pages.Show<GenerationPage>(new { Generation = generation })
            : Pages.NotFound();

    /// <summary>The part of a page that changes while a generation runs, when it has changed or after 20 s: what the script of the page puts in.</summary>
    private static async Task<IResult> ProgressAsync(string id, string? after, HttpContext http, GenerationService generations, CreditLedger ledger)
    {
        if (await FindAsync(id, http, generations) is not { } generation)
            return Results.NotFound();
        if (!generation.IsFinal && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            generation = await generations.NextChangeAsync(generation.AccountId, generation.LiveMode, generation.Id, version, s_longestWait, http.RequestAborted);
            if (generation is null)
                return Results.NotFound();
        }

        if (generation.IsFinal && await ledger.BalanceAsync(generation.AccountId, http.RequestAborted) is { } balance)
            http.Response.Headers["X-Credits"] = Shared.Show.Number(balance.Available);
        return Pages.Show<RunPanel>(new { Generation = generation });
    }

    private static async Task<IResult> DownloadAsync(string id, HttpContext http, GenerationService generations, IObjectStore store)
    {
        if (await FindAsync(id, http, generations) is not { Outputs: [var output, ..] } generation ||
            await store.OpenAsync(output.Name, 0, null, http.RequestAborted) is not { } content)
            return Pages.NotFound();
        return Results.Stream(content, output.ContentType, PublicId.Format(PublicId.Generation, generation.Id) + Path.GetExtension(output.Name));
    }

    private static async Task<IResult> InputAsync(string id, HttpContext http, GenerationService generations, FileStore files)
    {
        if (await FindAsync(id, http, generations) is not { InputFileId: { } fileId } generation ||
            await files.FindAsync(generation.AccountId, generation.LiveMode, fileId, http.RequestAborted) is not { } file ||
            await files.ReadAsync(file.Name, http.RequestAborted) is not { } bytes)
            return Pages.NotFound();
        return Results.Bytes(bytes, file.ContentType);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, GenerationService generations)
    {
        if (await FindAsync(id, http, generations) is not { } generation)
            return Pages.NotFound();
        await generations.CancelAsync(generation.AccountId, generation.LiveMode, generation.Id, http.RequestAborted);
        return Pages.SeeOther(Showing.Page(generation));
    }

    private static async Task<IResult> AskAsync(string id, HttpContext http, GenerationService generations)
    {
        if (await FindAsync(id, http, generations) is not { } generation)
            return Pages.NotFound();
        return Pages.Show<ConfirmPage>(new
        {
            Section = "generations",
            Title = "Delete this generation?",
            Text = "The record and its files go for good, and links to them stop working. The statement keeps its line.",
            Button = "Delete it",
            Action = Showing.Page(generation) + "/delete",
            Back = Showing.Page(generation),
        });
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, GenerationService generations)
    {
        if (await FindAsync(id, http, generations) is not { } generation)
            return Pages.NotFound();
        return await generations.DeleteAsync(generation.AccountId, generation.LiveMode, generation.Id, http.RequestAborted) switch
        {
            DeleteResult.Deleted => Pages.SeeOther(generation.LiveMode ? "/dashboard/generations" : "/dashboard/generations?mode=test"),
            DeleteResult.StillRunning => Pages.Show<ErrorPage>(
                new { Title = "It is still running", Text = "Cancel it first, or wait until it is done." }, StatusCodes.Status409Conflict),
            _ => Pages.NotFound(),
        };
    }

    /// <summary>The account's own, whichever mode made it; another account's is not there.</summary>
    internal static async Task<Generation?> FindAsync(string? id, HttpContext http, GenerationService generations)
    {
        if (!PublicId.TryParse(PublicId.Generation, id, out var guid))
            return null;
        var accountId = PageFrame.Of(http).AccountId;
        return await generations.GetAsync(accountId, true, guid, http.RequestAborted) ?? await generations.GetAsync(accountId, false, guid, http.RequestAborted);
    }
}
