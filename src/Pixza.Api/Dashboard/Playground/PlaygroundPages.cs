using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Pixza.Api.Dashboard.Generations;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Core.Accounts;
using Pixza.Core.Files;
using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Models;
using Pixza.Core.Providers;
using Pixza.Core.RateLimits;

namespace Pixza.Api.Dashboard.Playground;

/// <summary>Makes generations by a form, at the price and through the service of every other door.</summary>
public static class PlaygroundPages
{
    public const int MaxUploadBytes = 10 * 1_024 * 1_024;

    public static void MapPlayground(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/playground", ShowAsync);
        pages.MapPost("/playground", StartAsync).WithMetadata(new RequestSizeLimitAttribute(MaxUploadBytes + 65_536));
    }

    /// <param name="from">Fills the form with what made this generation.</param>
    /// <param name="run">Shows this generation beside the form.</param>
    private static async Task<IResult> ShowAsync(string? from, string? run, HttpContext http, GenerationService generations, ModelCatalogue models, ProviderRoutes routes)
    {
        var shown = await GenerationPages.FindAsync(run, http, generations);
        var source = shown ?? await GenerationPages.FindAsync(from, http, generations);
        var form = source is null ? PlaygroundForm.Empty() : PlaygroundForm.Of(source, PublicId.Format(PublicId.Generation, source.Id));
        return Page(form, new FormErrors(), models, routes, 200, shown);
    }

    private static async Task<IResult> StartAsync(
        HttpContext http, GenerationService generations, ModelCatalogue models, ProviderRoutes routes, InputFiles files, RateLimiter limiter, AccountDirectory accounts)
    {
        var fields = await FormFields.ReadAsync(http);
        var form = PlaygroundForm.Read(fields);
        var frame = PageFrame.Of(http);
        if (models.Find(form.Model) is not { } model)
            return Page(form, new FormErrors().With("model", "Choose a model."), models, routes, 422);
        if (frame.Session.Account.Suspended)
            return Page(form, new FormErrors().With("", "This account is suspended."), models, routes, 403);

        var (input, refusal) = await InputAsync(fields, form, http, generations, files);
        if (refusal is not null)
            return Page(form, new FormErrors().With("image", refusal), models, routes, 422);
        var account = await accounts.GetAsync(frame.AccountId, http.RequestAborted);
        if (await limiter.AcquireAsync(frame.AccountId, RatePolicy.Requests, account!.RateLimit, http.RequestAborted) is { IsAllowed: false } decision)
            return Page(form, new FormErrors().With("", $"That was fast: your plan makes {account.RateLimit} a minute. Try again in {decision.ResetSeconds} seconds."), models, routes, 429);

        var result = await generations.StartAsync(
            new StartGeneration
            {
                AccountId = frame.AccountId,
                Channel = "dashboard",
                LiveMode = true,
                Actor = frame.Actor,
                IdempotencyKey = form.Once.ToString("N"),
                Type = model.Type,
                Model = model.Id,
                Prompt = form.Prompt,
                AspectRatio = model.Type == "3d" || form.Ratio.Length == 0 ? null : form.Ratio,
                Seed = form.SeedNumber,
                InputImage = input,
            },
            http.RequestAborted);
        return result switch
        {
            StartResult.Started started => Shown(started.Generation),
            StartResult.Replayed replayed => Shown(replayed.Generation),
            _ => Page(form with { Once = Guid.CreateVersion7() }, Refused(result), models, routes, result is StartResult.InsufficientCredits ? 402 : result is StartResult.Invalid ? 422 : 503),
        };
    }

    private static IResult Shown(Generation generation) => Pages.SeeOther($"/dashboard/playground?run={PublicId.Format(PublicId.Generation, generation.Id)}");

    private static async Task<(string? Input, string? Refusal)> InputAsync(
        FormFields fields, PlaygroundForm form, HttpContext http, GenerationService generations, InputFiles files)
    {
        if (fields.File("image") is not { } upload)
        {
            return await GenerationPages.FindAsync(form.From, http, generations) is { InputFileId: { } before } && fields.Text("keep") == "on"
                ? (PublicId.Format(PublicId.File, before), null)
                : (null, null);
        }

        if (upload.Length > MaxUploadBytes)
            return (null, "The picture is larger than 10 MB.");
        using var bytes = new MemoryStream((int)upload.Length);
        await upload.CopyToAsync(bytes, http.RequestAborted);
        return await files.StoreAsync(PageFrame.Of(http).AccountId, true, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), http.RequestAborted) switch
        {
            InputResult.Stored stored => (PublicId.Format(PublicId.File, stored.File.Id), null),
            InputResult.Refused refused => (null, refused.Sentence),
            var other => throw new NotSupportedException(other.ToString()),
        };
    }

    private static FormErrors Refused(StartResult result)
    {
        var errors = new FormErrors();
        switch (result)
        {
            case StartResult.Invalid invalid:
                foreach (var detail in invalid.Details)
                    errors.With(Field(detail.Param), Sentence(detail));
                return errors;
            case StartResult.InsufficientCredits credits:
                return errors.With("", $"This takes {Show.Credits(credits.Required)} and you have {credits.Remaining.ToString("N0", CultureInfo.InvariantCulture)}. Choose a model that costs less.");
            case StartResult.ModelUnavailable:
                return errors.With("model", "This model is not available at the moment. Choose another one.");
            default:
                return errors.With("", "Much is going on at this moment. Nothing was charged; try again in a few seconds.");
        }
    }

    private static string Field(string param) => param switch
    {
        "prompt" or "seed" or "model" => param,
        "input_image" => "image",
        "aspect_ratio" or "width" or "height" => "ratio",
        _ => "",
    };

    private static string Sentence(ParameterError error) => (error.Param, error.Code) switch
    {
        ("prompt", "required") => "Say what the picture should show.",
        ("prompt", "too_long") => "A prompt has at most 4,000 characters.",
        ("seed", _) => "A seed is a number from 0 to 4,294,967,295.",
        ("input_image", "required") => "This model works from a picture: add one.",
        ("input_image", "unsupported") => "This model takes no picture. Leave it out, or choose another model.",
        _ => error.Message,
    };

    private static IResult Page(
        PlaygroundForm form, FormErrors errors, ModelCatalogue models, ProviderRoutes routes, int status, Generation? run = null) =>
        Pages.Show<PlaygroundPage>(
            new
            {
                Form = form,
                Errors = errors,
                Models = models.Models.Select(model => Choice(model, routes.For(model, true))).ToArray(),
                Run = run,
            },
            status);

    private static ModelChoice Choice(Model model, IReadOnlyList<ProviderRoute> usable) => new(model, usable.Count > 0, usable is [{ Preview: true }, ..]);
}

/// <param name="Available">Some route can serve it now.</param>
/// <param name="Preview">The embedded renderer stands in for it.</param>
public sealed record ModelChoice(Model Model, bool Available, bool Preview);
