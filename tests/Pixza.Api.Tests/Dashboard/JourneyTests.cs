using Microsoft.Playwright;

namespace Pixza.Api.Tests.Dashboard;

/// <summary>The way of a new customer in a real browser, with scripts and without.</summary>
[Collection(DashboardTests.Name)]
public sealed class JourneyTests(DashboardFixture dashboard)
{
    private static readonly string[] s_quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_signing_up_to_the_picture_on_the_statement(bool scripts)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = s_quiet });
        await using var context = await chromium.NewContextAsync(new() { JavaScriptEnabled = scripts, ViewportSize = new() { Width = 390, Height = 844 } });
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };

        await page.GotoAsync(dashboard.App.Address.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Start with 100 credits" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync($"journey-{scripts}@example.com");
        await page.GetByLabel("Password").FillAsync(Browser.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await Assertions.Expect(page.Locator(".balance .figure")).ToHaveTextAsync("100");

        await page.GetByRole(AriaRole.Link, new() { Name = "Keys", Exact = true }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("My server");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var secret = await page.Locator("#new-key").TextContentAsync();
        Assert.Matches("^pk_live_[0-9A-Za-z]{36}$", secret);
        await page.GotoAsync(new Uri(dashboard.App.Address, "/dashboard/keys").ToString());
        Assert.DoesNotContain(secret!, await page.ContentAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Create", Exact = true }).ClickAsync();
        await page.GetByLabel("What should it show?").FillAsync("A red kettle on a marble table");
        await page.GetByText("flux-dev").ClickAsync();
        var create = page.Locator("[data-submit]");
        if (scripts)
            await Assertions.Expect(create).ToHaveTextAsync("Create · 2 credits");
        await create.ClickAsync();
        await page.WaitForURLAsync("**/dashboard/playground?run=*");
        var address = page.Url;
        await Assertions.Expect(page.Locator(".run.completed img")).ToBeVisibleAsync();
        Assert.Equal(address, page.Url);
        Assert.True(await page.Locator(".run.completed img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 0);
        await Assertions.Expect(page.Locator(".chip strong")).ToHaveTextAsync("98");

        await page.GetByRole(AriaRole.Link, new() { Name = "Statement", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".statement tbody tr").First).ToContainTextAsync("flux-dev");
        await Assertions.Expect(page.Locator(".statement tbody tr").First.Locator(".amount")).ToHaveTextAsync("−2");
        await page.Locator(".who summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync(new Uri(dashboard.App.Address, "/dashboard").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    private static string Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No Chromium: apt-get install chromium");
}
