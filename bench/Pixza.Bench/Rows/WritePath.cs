namespace Pixza.Bench.Rows;

/// <summary>a1–a3: accept and finish over HTTP, with keys, idempotency and all rows, beside pgbench on the barest write path.</summary>
internal static class WritePath
{
    private const string Script = """
        \set account random(1,{0})
        \set n :n + 1
        \set g :base * 1000000000 + :client_id * 1000000 + :n
        select lim.accept(lpad(to_hex(:g::bigint),32,'0')::uuid, :account, 3);
        select lim.finish(lpad(to_hex(:g::bigint),32,'0')::uuid);
        """;

    public static async Task RunAsync(Sandbox sandbox, Table table)
    {
        var (address, process) = await sandbox.HostAsync("pixza-host", sandbox.Pixza.OwnerConnectionString, Path.Combine(sandbox.Folder, "objects"));
        var keys = await FileAsync(sandbox, "keys.txt", string.Join('\n', sandbox.Keys));
        var oneKey = await FileAsync(sandbox, "key.txt", sandbox.Keys[0]);
        var spread = await FileAsync(sandbox, "generate.lua", Lua.Generate(keys, delay: 0));
        var hot = await FileAsync(sandbox, "generate-hot.lua", Lua.Generate(oneKey, delay: 0));
        await ProbeAsync(address, sandbox.Keys[0]);
        for (var warm = 0; warm < 2; warm++)
            await Tools.WrkAsync(address, spread, 32, 3);

        var pixza = new Dictionary<int, List<Load>> { [32] = [], [64] = [] };
        var limit = new Dictionary<int, List<Load>> { [32] = [], [64] = [] };
        List<Load> pixzaHot = [], limitHot = [], pixzaCalm = [], limitCalm = [];
        for (var round = 0; round < sandbox.Settings.Rounds; round++)
        {
            foreach (var clients in new[] { 32, 64 })
            {
                limit[clients].Add(await LimitAsync(sandbox, Settings.Accounts, clients));
                pixza[clients].Add(await Tools.WrkAsync(address, spread, clients, sandbox.Settings.Seconds));
            }

            limitHot.Add(await LimitAsync(sandbox, 1, 32));
            pixzaHot.Add(await Tools.WrkAsync(address, hot, 32, sandbox.Settings.Seconds));

            var rate = 0.7 * pixza[32][^1].Rate;
            var pause = Math.Max(0, (32_000 / rate) - pixza[32][^1].P50);
            pixzaCalm.Add(await Tools.WrkAsync(address, await FileAsync(sandbox, "calm.lua", Lua.Generate(keys, pause)), 32, sandbox.Settings.Seconds));
            limitCalm.Add(await LimitAsync(sandbox, Settings.Accounts, 32, 0.7 * limit[32][^1].Rate));
        }

        table.Ratio("a1", "accept + finish, 10,000 accounts, 32 clients", "/s", Rate(pixza[32]), Rate(limit[32]), 0.7, atLeast: true);
        table.Ratio("a1", "the same, 64 clients", "/s", Rate(pixza[64]), Rate(limit[64]), 1.0, atLeast: true);
        table.Ratio("a2", "the same on one hot account, 32 clients", "/s", Rate(pixzaHot), Rate(limitHot), 5, atLeast: true);
        table.Ratio("a3", "p99 at about 70 % load, 32 clients", "ms", Table.Median(pixzaCalm.Select(load => load.P99)), Table.Median(limitCalm.Select(load => load.P99)), 2, atLeast: false);
        table.Figure("a3", "offered then: Pixza, limit", $"{Rate(pixzaCalm):#,0}/s, {Rate(limitCalm):#,0}/s");
        sandbox.Stop(process);

        var (files, withFiles) = await sandbox.HostAsync("pixza-host", sandbox.Pixza.OwnerConnectionString, Path.Combine(sandbox.Folder, "objects"), "files");
        await Tools.WrkAsync(files, spread, 32, 2);
        table.Figure("a1", "with the real folder and its fsync, 32 clients", $"{(await Tools.WrkAsync(files, spread, 32, sandbox.Settings.Seconds)).Rate:#,0}/s");
        sandbox.Stop(withFiles);
    }

    // wrk does not show answers; a wrong one is shown here before anything is measured.
    private static async Task ProbeAsync(Uri address, string key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/generate")) { Content = new StringContent("""{"type":"image","model":"flux-dev","prompt":"a kettle"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The first request was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task<string> FileAsync(Sandbox sandbox, string name, string text)
    {
        var path = Path.Combine(sandbox.Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private static double Rate(IEnumerable<Load> loads) => Table.Median(loads.Select(load => load.Rate));

    private static Task<Load> LimitAsync(Sandbox sandbox, int accounts, int clients, double? rate = null) => Tools.PgBenchAsync(
        sandbox.LimitConnectionString, Script.Replace("{0}", $"{accounts}", StringComparison.Ordinal), sandbox.Folder, clients, sandbox.Settings.Seconds, rate);
}
