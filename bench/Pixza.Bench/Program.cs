using Pixza.Bench;
using Pixza.Bench.Rows;

return args switch
{
    ["limit-host", ..] => await LimitHost.RunAsync(args[1..]),
    ["pixza-host", ..] => await BenchedHost.RunAsync(args[1..]),
    _ => await RunAllAsync(args),
};

// bench/run [--seconds S] [--rounds N] [--rows R] [row …]: each row's figures are taken in interleaved rounds beside their limit's.
static async Task<int> RunAllAsync(string[] args)
{
    var settings = Settings.Parse(args);
    await using var sandbox = await Sandbox.StartAsync(settings);
    var table = new Table(settings);
    if (settings.Wants("writes"))
        await WritePath.RunAsync(sandbox, table);
    if (settings.Wants("reads"))
        await Reads.RunAsync(sandbox, table);
    if (settings.Wants("lists"))
        await Lists.RunAsync(sandbox, table);
    if (settings.Wants("limiter"))
        await Limiter.RunAsync(sandbox, table);
    if (settings.Wants("start"))
        await Start.RunAsync(sandbox, table);
    table.Print(Console.Out);
    return 0;
}
