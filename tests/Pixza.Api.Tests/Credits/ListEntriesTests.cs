using System.Net;
using Pixza.Api.Credits;
using Pixza.Testing;

namespace Pixza.Api.Tests.Credits;

public sealed class ListEntriesTests(ApiFixture fixture)
{
    private readonly PixzaApp app = fixture.App;

    [Fact]
    public async Task A_generation_is_one_line_with_the_balance_after_it()
    {
        var account = await app.SignUpAsync(credits: 10);
        var made = await account.Live.MakeAsync();

        var lines = (await account.Live.GetJsonAsync("/api/v1/credits/entries")).GetProperty("data").EnumerateArray().ToArray();

        Assert.Equal(["captured", "grant"], lines.Select(line => line.Text("kind")));
        Assert.Equal(["-1", "10"], lines.Select(line => line.Text("amount")));
        Assert.Equal(["9", "10"], lines.Select(line => line.Text("balance_after")));
        Assert.Equal(made.Text("id"), lines[0].Text("generation_id"));
        Assert.Equal("api", lines[0].Text("channel"));
        Assert.Equal($"/api/v1/generate/{made.Text("id")}", lines[0].Text("url"));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_a_strange_cursor_is_refused()
    {
        var account = await app.SignUpAsync(credits: 1);
        for (var i = 2; i <= 5; i++)
            await app.GrantAsync(account, i);

        var first = await account.Live.GetJsonAsync("/api/v1/credits/entries?limit=3");
        var second = await account.Live.GetJsonAsync($"/api/v1/credits/entries?limit=3&cursor={first.Text("next_cursor")}");
        using var strange = await account.Live.GetAsync($"/api/v1/generations?cursor={first.Text("next_cursor")}");

        Assert.Equal(["5", "4", "3"], first.GetProperty("data").EnumerateArray().Select(line => line.Text("amount")));
        Assert.Equal(["2", "1"], second.GetProperty("data").EnumerateArray().Select(line => line.Text("amount")));
        Assert.Null(second.Text("next_cursor"));
        await strange.ErrorAsync(HttpStatusCode.BadRequest, "invalid_request", "invalid_cursor");
    }

    [Fact]
    public async Task The_statement_comes_as_a_table_too()
    {
        var account = await app.SignUpAsync(credits: 10);

        using var answer = await account.Live.GetAsync("/api/v1/credits/entries?format=csv");

        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("created_at,kind,amount,balance_after", lines[0], StringComparison.Ordinal);
        Assert.Contains(",grant,10,10,0,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void A_field_is_never_a_formula(string? text, string field) => Assert.Equal(field, StatementCsv.Field(text));

    [Fact]
    public async Task A_test_key_has_written_no_lines()
    {
        var account = await app.SignUpAsync();

        var page = await account.Test.GetJsonAsync("/api/v1/credits/entries");

        Assert.Equal(0, page.GetProperty("data").GetArrayLength());
    }
}
