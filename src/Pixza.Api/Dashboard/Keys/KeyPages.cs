using System.Globalization;
using Microsoft.Extensions.Options;
using Pixza.Api.Dashboard.Session;
using Pixza.Api.Dashboard.Shared;
using Pixza.Api.Hosting;
using Pixza.Core.Accounts;
using Pixza.Core.Ids;

namespace Pixza.Api.Dashboard.Keys;

/// <summary>The account's API keys: make one (shown once), see them, revoke one.</summary>
public static class KeyPages
{
    public static void MapKeys(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/keys", ListAsync);
        pages.MapPost("/keys", CreateAsync);
        pages.MapGet("/keys/{id}/revoke", AskAsync);
        pages.MapPost("/keys/{id}/revoke", RevokeAsync);
    }

    private static Task<IResult> ListAsync(HttpContext http, ApiKeys keys, IOptions<PixzaOptions> host, TimeProvider clock) =>
        ShowAsync(http, keys, host, clock, new KeyForm(), new FormErrors());

    private static async Task<IResult> CreateAsync(HttpContext http, ApiKeys keys, IOptions<PixzaOptions> host, TimeProvider clock)
    {
        var form = await FormFields.ReadAsync(http);
        var typed = new KeyForm(form.Text("name"), form.Text("mode") != "test", form.Text("cap"), form.Text("expires"));
        var errors = new FormErrors();
        long? cap = null;
        if (typed.Cap.Length > 0)
            cap = long.TryParse(typed.Cap, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Wrong<long>(errors, "cap", "Write whole credits, such as 500.");
        DateTimeOffset? expires = null;
        if (typed.Expires.Length > 0)
        {
            expires = DateOnly.TryParseExact(typed.Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < 2200
                ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddDays(1)
                : Wrong<DateTimeOffset>(errors, "expires", "Choose a day.");
            if (expires <= clock.GetUtcNow())
                errors.With("expires", "Choose a day that has not passed.");
        }

        if (errors.Any)
            return await ShowAsync(http, keys, host, clock, typed, errors);

        var frame = PageFrame.Of(http);
        var wish = new NewKey(frame.AccountId, typed.LiveMode, typed.Name, frame.Actor) { MonthlyCap = typed.LiveMode ? cap : null, ExpiresAt = expires };
        switch (await keys.CreateAsync(wish, http.RequestAborted))
        {
            case CreateKeyResult.Created created:
                return await ShowAsync(http, keys, host, clock, new KeyForm(), errors, created);
            case CreateKeyResult.Invalid invalid:
                return await ShowAsync(http, keys, host, clock, typed, errors.With(invalid.Param == "monthly_cap" ? "cap" : invalid.Param, invalid.Message));
            case CreateKeyResult.TooMany many:
                return await ShowAsync(http, keys, host, clock, typed, errors.With("", $"An account has at most {many.Max} working keys. Revoke one that is no longer used."));
            default:
                return Pages.NotFound();
        }
    }

    private static async Task<IResult> AskAsync(string id, HttpContext http, ApiKeys keys)
    {
        var listed = await keys.ListAsync(PageFrame.Of(http).AccountId, http.RequestAborted);
        if (!PublicId.TryParse(PublicId.Key, id, out var keyId) || listed.FirstOrDefault(key => key.Id == keyId) is not { RevokedAt: null } key)
            return Pages.NotFound();
        return Pages.Show<ConfirmPage>(new
        {
            Section = "keys",
            Title = $"Revoke “{key.Name}”?",
            Text = $"Whatever uses {key.Display} is refused within a second. This cannot be undone.",
            Button = "Revoke the key",
            Action = $"/dashboard/keys/{id}/revoke",
            Back = "/dashboard/keys",
        });
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, ApiKeys keys) =>
        PublicId.TryParse(PublicId.Key, id, out var keyId) && await keys.RevokeAsync(PageFrame.Of(http).AccountId, keyId, http.RequestAborted)
            ? Pages.SeeOther("/dashboard/keys")
            : Pages.NotFound();

    private static async Task<IResult> ShowAsync(
        HttpContext http, ApiKeys keys, IOptions<PixzaOptions> host, TimeProvider clock, KeyForm form, FormErrors errors, CreateKeyResult.Created? created = null) =>
        Pages.Show<KeysPage>(
            new
            {
                Keys = await keys.ListAsync(PageFrame.Of(http).AccountId, http.RequestAborted),
                Form = form,
                Errors = errors,
                Created = created,
                Now = clock.GetUtcNow(),
                Host = host.Value.PublicUrl.ToString().TrimEnd('/'),
            },
            errors.Any ? 422 : 200);

    private static T? Wrong<T>(FormErrors errors, string field, string message)
        where T : struct
    {
        errors.With(field, message);
        return null;
    }
}

/// <summary>The form as it was typed.</summary>
public sealed record KeyForm(string Name = "", bool LiveMode = true, string Cap = "", string Expires = "");
