using Dapper;
using Pixza.Core.Ids;

namespace Pixza.Bench.Rows;

/// <summary>d1 and d2: reads with a key, limits and headers, beside an endpoint that does nothing else.</summary>
internal static class Reads
{
    public static async Task RunAsync(Sandbox sandbox, Table table)
    {
        var (limit, limitProcess) = await sandbox.HostAsync("limit-host", sandbox.LimitConnectionString);
        var (pixza, pixzaProcess) = await sandbox.HostAsync("pixza-host", sandbox.Pixza.OwnerConnectionString, Path.Combine(sandbox.Folder, "objects"));
        var keys = await WritePath.FileAsync(sandbox, "keys.txt", string.Join('\n', sandbox.Keys));
        await Tools.WrkAsync(pixza, await WritePath.FileAsync(sandbox, "some.lua", Lua.Generate(keys, 0)), 32, 3);

        var hello = await WritePath.FileAsync(sandbox, "hello.lua", Lua.Get("/hello"));
        var row = await WritePath.FileAsync(sandbox, "row.lua", Lua.Get("/row/%d"));
        var models = await WritePath.FileAsync(sandbox, "models.lua", Lua.Get("/api/v1/models", sandbox.Keys[0]));
        var credits = await WritePath.FileAsync(sandbox, "credits.lua", Lua.GetFrom(await WritePath.FileAsync(sandbox, "credits.txt", string.Join('\n', sandbox.Keys.Select(key => $"/api/v1/credits\t{key}")))));
        var status = await WritePath.FileAsync(sandbox, "status.lua", Lua.GetFrom(await WritePath.FileAsync(sandbox, "status.txt", string.Join('\n', await StatusAsync(sandbox)))));

        (string Name, Uri Host, string Script)[] measured = [("hello", limit, hello), ("row", limit, row), ("models", pixza, models), ("credits", pixza, credits), ("status", pixza, status)];
        var loads = measured.ToDictionary(one => one.Name, _ => new List<Load>());
        for (var round = -1; round < sandbox.Settings.Rounds; round++)
        {
            foreach (var (name, host, script) in measured)
            {
                var load = await Tools.WrkAsync(host, script, 32, round < 0 ? 3 : sandbox.Settings.Seconds);
                if (round >= 0)
                    loads[name].Add(load);
            }
        }

        double Rate(string name) => Table.Median(loads[name].Select(load => load.Rate));
        table.Ratio("d1", "GET /generate/{id}, 32 connections", "/s", Rate("status"), Rate("row"), 0.7, atLeast: true);
        table.Ratio("d1", "GET /credits, 32 connections", "/s", Rate("credits"), Rate("row"), 0.7, atLeast: true);
        table.Ratio("d2", "GET /models, 32 connections", "/s", Rate("models"), Rate("hello"), 0.7, atLeast: true);
        sandbox.Stop(limitProcess);
        sandbox.Stop(pixzaProcess);
    }

    private static async Task<IEnumerable<string>> StatusAsync(Sandbox sandbox)
    {
        await using var connection = await sandbox.Pixza.OpenAsync(CancellationToken.None);
        var accounts = (await connection.QueryAsync<Guid>("select account_id from accounts.keys order by id")).Select((account, i) => (account, i)).ToDictionary(pair => pair.account, pair => sandbox.Keys[pair.i]);
        return (await connection.QueryAsync<(Guid Id, Guid Account)>("select id, account_id from generations.generations where status = 'completed' limit 10000"))
            .Select(row => $"/api/v1/generate/{PublicId.Format(PublicId.Generation, row.Id)}\t{accounts[row.Account]}");
    }
}
