using Dapper;
using Npgsql;
using Pixza.Core.Database.LocalCluster;
using Pixza.Testing;

namespace Pixza.Core.Tests.Database.LocalCluster;

/// <summary>PostgreSQL refuses root, so root lends it another user.</summary>
public sealed class RootTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Root_lends_the_server_an_unprivileged_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root has a privilege to leave");

        await using var postgres = await LocalPostgres.StartAsync(folder.PathOf("data"), said.Add);

        var status = await File.ReadAllLinesAsync($"/proc/{Postmaster.Find(postgres.Folder)!.Pid}/status");
        var ids = status.First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..];
        Assert.DoesNotContain("0", ids);
        Assert.Equal("CapEff:\t0000000000000000", status.First(line => line.StartsWith("CapEff:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_closed_home_stays_closed_and_the_database_goes_elsewhere_and_says_where()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs PostgreSQL as somebody else");
        var home = Directory.CreateDirectory(folder.PathOf("home"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var mode = File.GetUnixFileMode(home.FullName);
        var data = Path.Combine(home.FullName, "pixza", ".data");
        string elsewhere;

        await using (var postgres = await LocalPostgres.StartAsync(data, said.Add))
        {
            elsewhere = postgres.Folder;
            await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
            await connection.ExecuteAsync("create table kept as select 42 as answer");
        }

        Assert.StartsWith("/var/lib/pixza/", elsewhere, StringComparison.Ordinal);
        Assert.Contains(said, line => line.Contains(elsewhere, StringComparison.Ordinal));
        Assert.Contains(said, line => line.Contains("may not go there", StringComparison.Ordinal));
        Assert.Equal(mode, File.GetUnixFileMode(home.FullName));

        await using (var again = await LocalPostgres.StartAsync(data, said.Add))
        {
            Assert.Equal(elsewhere, again.Folder);
            await using var connection = new NpgsqlConnection(again.ConnectionString + ";Pooling=false");
            Assert.Equal(42, await connection.ExecuteScalarAsync<int>("select answer from kept"));
        }
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public void A_server_folder_is_taken_by_one_and_the_other_is_told_by_whom()
    {
        var data = DataFolder.Open(folder.PathOf("data"));
        using var first = DataFolder.TakeForServer(data);

        var refused = Assert.Throws<LocalClusterException>(() => DataFolder.TakeForServer(data));

        Assert.Contains($"Another Pixza is already serving from {data} (process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        first.Dispose();
        DataFolder.TakeForServer(data).Dispose();
    }
}
