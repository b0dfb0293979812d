using System.Net;
using System.Text.RegularExpressions;
using Pixza.Core.Ids;

namespace Pixza.Api.Tests.Dashboard;

[Collection(DashboardTests.Name)]
public sealed partial class PlaygroundTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task A_form_makes_a_picture_at_its_price_by_the_dashboards_door()
    {
        var person = await dashboard.SignUpAsync();
        var form = await person.GetAsync("/dashboard/playground");

        var sent = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "A red kettle <b>now</b>"), ("ratio", "16:9"), ("seed", "7")));
        var page = await FinishAsync(person, sent.Location!);
        var id = RunId().Match(sent.Location!).Value;
        var detail = await person.GetAsync($"/dashboard/generations/{id}");
        var download = await person.GetAsync($"/dashboard/generations/{id}/download");
        var statement = await person.GetAsync("/dashboard/statement");
        var gallery = await person.GetAsync("/dashboard/generations");

        Assert.Matches("flux-pro.*4 credits", form.Text);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Contains("/cdn/gen/", page.Html);
        Assert.Contains("99 credits", page.Text);
        Assert.Contains("A red kettle &lt;b&gt;now&lt;/b&gt;", detail.Html);
        Assert.Contains("Seed 7", detail.Text);
        Assert.Contains("1 credit (≈ ₹0.10)", detail.Text);
        Assert.Contains("Door Dashboard", detail.Text);
        Assert.Equal([0xff, 0xd8], download.Bytes[..2]);
        Assert.Contains("attachment", download.Response.Content.Headers.ContentDisposition!.ToString());
        Assert.Matches("Generation flux-schnell Dashboard −1 .*99", statement.Text);
        Assert.Contains(id, gallery.Html);
        Assert.Equal(1, await dashboard.App.ScalarAsync<long>(
            "select count(*) from generations.generations where account_id = @id and channel = 'dashboard' and actor like 'user:%'", new { id = await dashboard.AccountOfAsync(person) }));
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_picture_and_one_charge()
    {
        var person = await dashboard.SignUpAsync();
        var wish = Wish(await person.GetAsync("/dashboard/playground"), ("prompt", "A blue mug"));

        var answers = await Task.WhenAll(person.PostAsync("/dashboard/playground", wish), person.PostAsync("/dashboard/playground", wish));
        await FinishAsync(person, answers[0].Location!);

        Assert.Equal(answers[0].Location, answers[1].Location);
        Assert.Equal(99, await dashboard.App.ScalarAsync<long>("select available from ledger.accounts where owner_id = @id", new { id = await dashboard.AccountOfAsync(person) }));
    }

    [Fact]
    public async Task What_cannot_be_made_is_said_next_to_the_field_and_costs_nothing()
    {
        var person = await dashboard.SignUpAsync();
        var form = await person.GetAsync("/dashboard/playground");

        var empty = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", " ")));
        var seed = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "x"), ("seed", "4294967296")));
        var unknown = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "x"), ("model", "nothing")));
        var picture = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "x"), ("model", "flux-kontext")));
        var noPicture = await person.UploadAsync("/dashboard/playground", "this is text"u8.ToArray(), Wish(form, ("prompt", "x"), ("model", "flux-kontext")));

        Assert.Equal((HttpStatusCode)422, empty.Status);
        Assert.Contains("id=\"prompt-error\">Say what the picture should show.", empty.Html);
        Assert.Contains("id=\"seed-error\"", seed.Html);
        Assert.Contains("Choose a model.", unknown.Text);
        Assert.Contains("This model works from a picture: add one.", picture.Text);
        Assert.Contains("id=\"image-error\"", noPicture.Html);
        Assert.Equal(0, await dashboard.App.ScalarAsync<long>("select count(*) from generations.generations where account_id = @id", new { id = await dashboard.AccountOfAsync(person) }));
    }

    [Fact]
    public async Task Too_few_credits_are_said_before_anything_runs()
    {
        var person = await dashboard.SignUpAsync();
        await dashboard.App.ExecuteAsync("update ledger.accounts set available = 3 where owner_id = @id", new { id = await dashboard.AccountOfAsync(person) });
        var form = await person.GetAsync("/dashboard/playground");

        var refused = await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "x"), ("model", "flux-pro")));

        Assert.Equal(HttpStatusCode.PaymentRequired, refused.Status);
        Assert.Contains("This takes 4 credits and you have 3.", refused.Text);
    }

    [Fact]
    public async Task The_plans_limit_counts_the_dashboards_generations()
    {
        var person = await dashboard.SignUpAsync();
        await dashboard.App.ExecuteAsync("update accounts.accounts set rate_limit = 1 where id = @id", new { id = await dashboard.AccountOfAsync(person) });
        var form = await person.GetAsync("/dashboard/playground");
        await person.PostAsync("/dashboard/playground", Wish(form, ("prompt", "first")));

        var second = await person.PostAsync("/dashboard/playground", Wish(await person.GetAsync("/dashboard/playground"), ("prompt", "second")));

        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.Contains("your plan makes 1 a minute", second.Text);
    }

    [Fact]
    public async Task A_picture_to_start_from_is_stored_and_shown_to_its_owner_only()
    {
        var person = await dashboard.SignUpAsync();
        var stranger = await dashboard.SignUpAsync();
        var made = await FinishAsync(person, (await person.PostAsync("/dashboard/playground", Wish(await person.GetAsync("/dashboard/playground"), ("prompt", "A red mug")))).Location!);
        var source = await person.GetAsync($"/dashboard/generations/{RunId().Match(made.Html).Value}/download");
        var form = await person.GetAsync("/dashboard/playground");

        var sent = await person.UploadAsync("/dashboard/playground", source.Bytes, Wish(form, ("prompt", "The mug on a beach"), ("model", "flux-kontext")));
        await FinishAsync(person, sent.Location!);
        var id = RunId().Match(sent.Location!).Value;
        var input = await person.GetAsync($"/dashboard/generations/{id}/input");
        var again = await person.GetAsync($"/dashboard/playground?from={id}");

        Assert.Equal(source.Bytes, input.Bytes);
        Assert.Contains("Start from the same picture as before", again.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/dashboard/generations/{id}/input")).Status);
    }

    [Fact]
    public async Task Another_accounts_generation_is_not_there()
    {
        var owner = await dashboard.SignUpAsync();
        var stranger = await dashboard.SignUpAsync();
        var sent = await owner.PostAsync("/dashboard/playground", Wish(await owner.GetAsync("/dashboard/playground"), ("prompt", "My secret kettle")));
        await FinishAsync(owner, sent.Location!);
        var id = RunId().Match(sent.Location!).Value;
        await stranger.GetAsync("/dashboard");

        foreach (var path in (string[])["", "/progress", "/download", "/input", "/delete"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/dashboard/generations/{id}{path}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/dashboard/generations/{id}/delete")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/dashboard/generations/{id}/cancel")).Status);
        Assert.DoesNotContain("secret kettle", (await stranger.GetAsync($"/dashboard/playground?run={id}")).Text);
        Assert.DoesNotContain("secret kettle", (await stranger.GetAsync($"/dashboard/playground?from={id}")).Text);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/dashboard/generations/{id}")).Status);
    }

    [Fact]
    public async Task A_deleted_generation_is_gone_and_its_line_stays()
    {
        var person = await dashboard.SignUpAsync();
        var sent = await person.PostAsync("/dashboard/playground", Wish(await person.GetAsync("/dashboard/playground"), ("prompt", "A mug")));
        await FinishAsync(person, sent.Location!);
        var id = RunId().Match(sent.Location!).Value;

        var deleted = await person.FillAsync($"/dashboard/generations/{id}/delete");
        var again = await person.PostAsync($"/dashboard/generations/{id}/delete");

        Assert.Equal("/dashboard/generations", deleted.Location);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"/dashboard/generations/{id}")).Status);
        Assert.Contains("−1", (await person.GetAsync("/dashboard/statement")).Text);
    }

    [Fact]
    public async Task The_gallery_pages_by_a_mark_that_is_the_accounts_own()
    {
        var person = await dashboard.SignUpAsync();
        var stranger = await dashboard.SignUpAsync();
        await dashboard.App.ExecuteAsync(
            """
            insert into generations.generations
              (id, account_id, livemode, status, type, model, channel, prompt, width, height, steps, seed, credits, created_at, completed_at, error_code)
            select ('01980000-0000-7000-8000-' || lpad(to_hex(n + @salt), 12, '0'))::uuid, @id, true, 'failed', 'image', 'studio', 'api', 'picture ' || n, 64, 64, 1, 1, 0, now(), now(), 'server_error'
            from generate_series(1, 30) n
            """,
            new { id = await dashboard.AccountOfAsync(person), salt = Environment.TickCount64 % 1_000_000_000 * 100 });

        var first = await person.GetAsync("/dashboard/generations");
        var next = Next().Match(first.Html).Groups[1].Value;
        var second = await person.GetAsync(next);

        Assert.Equal(24, first.Html.Split("class=\"thumb\"").Length - 1);
        Assert.Equal(6, second.Html.Split("class=\"thumb\"").Length - 1);
        Assert.Contains("picture 30", first.Text);
        Assert.Contains("picture 1 ", second.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(next)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync("/dashboard/generations?cursor=nonsense")).Status);
    }

    private static (string Name, string Value)[] Wish(Page form, params (string Name, string Value)[] fields) =>
        [.. fields, .. new (string Name, string Value)[] { ("model", "flux-schnell"), ("ratio", "1:1"), ("seed", ""), ("once", Once().Match(form.Html).Groups[1].Value) }
            .Where(preset => fields.All(field => field.Name != preset.Name))];

    /// <summary>Loads the page again until the run has ended, as a browser without scripts does.</summary>
    private static async Task<Page> FinishAsync(Browser browser, string url)
    {
        var page = await browser.GetAsync(url);
        for (var i = 0; i < 300 && page.Html.Contains("data-final=\"false\"", StringComparison.Ordinal); i++)
        {
            Assert.Contains("http-equiv=\"refresh\"", page.Html);
            await Task.Delay(200);
            page = await browser.GetAsync(url);
        }

        Assert.Contains("class=\"run completed\"", page.Html);
        return page;
    }

    [GeneratedRegex("gen_[0-9a-z]{26}")]
    private static partial Regex RunId();

    [GeneratedRegex("name=\"once\" value=\"([0-9a-f]{32})\"")]
    private static partial Regex Once();

    [GeneratedRegex("href=\"([^\"]+cursor=[^\"]+)\"")]
    private static partial Regex Next();
}
