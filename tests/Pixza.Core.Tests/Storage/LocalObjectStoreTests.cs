using Microsoft.Extensions.Options;
using Pixza.Core.Storage;
using Pixza.Testing;

namespace Pixza.Core.Tests.Storage;

public sealed class LocalObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalObjectStore _store;

    public LocalObjectStoreTests()
    {
        _store = Open();
    }

    protected override IObjectStore Store => _store;

    private string[] Files => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_object_is_one_file_below_the_data_folder()
    {
        var name = NewName();

        await _store.PutAsync(name, new byte[] { 1 }, "image/png", default);

        Assert.Equal(_folder.PathOf($"objects/gen/{name[4..6]}/{name[4..]}"), Assert.Single(Files));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files)));
    }

    [Fact]
    public async Task What_a_crash_left_before_the_rename_is_no_object_and_is_swept_when_old()
    {
        var (young, old) = (_folder.PathOf("objects/tmp/young"), _folder.PathOf("objects/tmp/old"));
        await File.WriteAllBytesAsync(young, [1, 2]);
        await File.WriteAllBytesAsync(old, [1, 2]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        Assert.Null(await _store.StatAsync("tmp/young", default));
        _ = Open();

        Assert.Equal([young], Files);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_object_and_nothing_else()
    {
        var name = NewName();
        await _store.PutAsync(name, new byte[] { 1 }, "image/png", default);
        // A folder in the way makes the rename fail, as a full disk would the write.
        var blocked = NewName();
        Directory.CreateDirectory(Path.Combine(_store.PathOf(blocked), "in-the-way"));

        await Assert.ThrowsAnyAsync<Exception>(() => _store.PutAsync(blocked, new byte[] { 2 }, "image/png", default));

        Assert.Equal([_store.PathOf(name)], Files);
        Assert.Equal([1], await ReadAsync(name));
    }

    [Fact]
    public async Task Objects_outlive_the_process()
    {
        var name = NewName();
        await _store.PutAsync(name, new byte[] { 1, 2, 3 }, "image/png", default);
        var before = await _store.StatAsync(name, default);

        var after = await Open().StatAsync(name, default);

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_folder_that_was_removed_meanwhile_is_made_again()
    {
        await _store.PutAsync("gen/aa1.png", new byte[] { 1 }, "image/png", default);
        Directory.Delete(_folder.PathOf("objects/gen"), recursive: true);

        await _store.PutAsync("gen/aa1.png", new byte[] { 2 }, "image/png", default);

        Assert.Equal([2], await ReadAsync("gen/aa1.png"));
    }

    private LocalObjectStore Open() => new(Options.Create(new StorageOptions { DataDir = _folder.Path }), TimeProvider.System);
}
