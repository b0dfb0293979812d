using System.Diagnostics;
using Dapper;
using Npgsql;
using Pixza.Core.Generations;

namespace Pixza.Bench.Rows;

/// <summary>d3: a page deep in a list, and each filter, beside the first page. The account owns all of the rows; the rarest value of a filter is one row in a hundred thousand.</summary>
internal static class Lists
{
    private const int Reads = 400;

    public static async Task RunAsync(Sandbox sandbox, Table table)
    {
        Guid account;
        await using (var owner = new NpgsqlConnection(sandbox.Pixza.OwnerConnectionString))
        {
            account = await owner.QuerySingleAsync<Guid>("select owner_id from ledger.accounts order by owner_id desc limit 1");
            Console.Error.WriteLine($"Filling {sandbox.Settings.Generations} generations");
            await owner.ExecuteAsync(FillSql, new { account, rows = sandbox.Settings.Generations }, commandTimeout: 600);
            await owner.ExecuteAsync("vacuum analyze generations.generations", commandTimeout: 600);
        }

        var store = new GenerationStore(sandbox.Pixza, TimeProvider.System);
        var first = new GenerationQuery(account, true);
        var deep = first with { Before = await PageAsync(sandbox, account, 1_000) };
        (string Name, GenerationQuery Query, double Target)[] pages =
        [
            ("page 1,000", deep, 1.2),
            ("status=failed (rare)", first with { Status = "failed" }, 2),
            ("status=completed", first with { Status = "completed" }, 2),
            ("type=video (rare)", first with { Type = "video" }, 2),
            ("model=seedream", first with { Model = "seedream" }, 2),
            ("channel=shopify (rare)", first with { Channel = "shopify" }, 2),
            ("created_before, half way", first with { CreatedBefore = await TimeAsync(sandbox, account) }, 2),
            ("status=completed, page deep in it", deep with { Status = "completed" }, 2),
        ];
        var times = new List<double>[pages.Length + 1];
        for (var i = 0; i < times.Length; i++)
            times[i] = [];
        await MeasureAsync(store, first);
        for (var round = 0; round < sandbox.Settings.Rounds; round++)
        {
            times[0].Add(await MeasureAsync(store, first));
            for (var i = 0; i < pages.Length; i++)
                times[i + 1].Add(await MeasureAsync(store, pages[i].Query));
        }

        for (var i = 0; i < pages.Length; i++)
            table.Ratio("d3", $"list, {pages[i].Name}, p50 beside page 1", "ms", Table.Median(times[i + 1]), Table.Median(times[0]), pages[i].Target, atLeast: false);
    }

    private static async Task<double> MeasureAsync(GenerationStore store, GenerationQuery query)
    {
        var times = new double[Reads];
        for (var i = 0; i < Reads; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.ListAsync(query, CancellationToken.None);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Table.Median(times);
    }

    private static async Task<Guid> PageAsync(Sandbox sandbox, Guid account, int page)
    {
        await using var connection = await sandbox.Pixza.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleAsync<Guid>("select id from generations.generations where account_id = @account order by id desc offset @rows limit 1", new { account, rows = (page - 1) * 20 });
    }

    private static async Task<DateTimeOffset> TimeAsync(Sandbox sandbox, Guid account)
    {
        await using var connection = await sandbox.Pixza.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleAsync<DateTimeOffset>("select created_at from generations.generations where account_id = @account order by id desc offset @rows limit 1", new { account, rows = sandbox.Settings.Generations / 2 });
    }

    private const string FillSql = """
        insert into generations.generations
          (id, account_id, livemode, status, type, model, channel, prompt, width, height, steps, seed, credits, credits_used, created_at, completed_at, outputs, error_code)
        select (lpad(to_hex((1700000000000 + n * 30)::bigint), 12, '0') || '7000' || '8' || substr(md5(n::text), 1, 15))::uuid, @account, true,
          case when n % 100000 = 7 then 'failed' else 'completed' end, case when n % 100000 = 8 then 'video' else 'image' end,
          (array['flux-schnell', 'flux-dev', 'flux-pro', 'seedream'])[1 + n % 4], case when n % 100000 = 9 then 'shopify' else 'api' end,
          'a product photo of item ' || n || ' on white marble, soft light, 85mm', 1024, 1024, 28, n, 3, case when n % 100000 = 7 then 0 else 3 end,
          timestamptz '2023-11-14 22:13:20Z' + n * interval '30 ms', timestamptz '2023-11-14 22:13:21Z' + n * interval '30 ms',
          case when n % 100000 = 7 then null else '[{"name":"gen/0123456789abcdefghjkmnpqrs.jpg","content_type":"image/jpeg","width":1024,"height":1024,"bytes":1,"sha256":""}]'::jsonb end,
          case when n % 100000 = 7 then 'provider_error' end
        from generate_series(1, @rows) n
        """;
}
