using System.Security.Cryptography;
using Pixza.Core.Ids;
using Pixza.Core.Media;
using Pixza.Core.Storage;

namespace Pixza.Core.Tests.Storage;

/// <summary>What every store promises.</summary>
public abstract class ObjectStoreContract
{
    protected abstract IObjectStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8191)]
    [InlineData(300_000)]
    [InlineData(6_000_000)]
    public async Task Every_byte_reads_back(int length)
    {
        var (name, content) = (NewName(), RandomNumberGenerator.GetBytes(length));

        await Store.PutAsync(name, content, "image/png", default);

        var read = await ReadAsync(name);
        Assert.True(content.AsSpan().SequenceEqual(read));
        var info = await Store.StatAsync(name, default);
        Assert.Equal((name, length, "image/png"), (info!.Name, info.Bytes, info.ContentType));
        Assert.Matches("^[0-9a-zA-Z-]{3,}$", info.ETag);
    }

    [Fact]
    public async Task A_slice_of_a_larger_memory_is_stored_as_the_slice()
    {
        var name = NewName();

        await Store.PutAsync(name, new byte[] { 1, 2, 3, 4, 5 }.AsMemory(1, 3), "image/png", default);

        Assert.Equal([2, 3, 4], await ReadAsync(name));
    }

    [Theory]
    [InlineData(0, null, 0, 100)]
    [InlineData(0, 10L, 0, 10)]
    [InlineData(99, 1L, 99, 1)]
    [InlineData(40, null, 40, 60)]
    [InlineData(90, 50L, 90, 10)]
    [InlineData(50, long.MaxValue, 50, 50)]
    [InlineData(100, null, 100, 0)]
    [InlineData(1000, 5L, 100, 0)]
    [InlineData(5, 0L, 5, 0)]
    public async Task A_range_is_read_where_it_overlaps_the_object(long offset, long? length, int from, int count)
    {
        var (name, content) = (NewName(), RandomNumberGenerator.GetBytes(100));
        await Store.PutAsync(name, content, "image/png", default);

        var read = await ReadAsync(name, offset, length);

        Assert.Equal(content.AsSpan(from, count).ToArray(), read);
    }

    [Fact]
    public async Task Writing_again_replaces_the_whole_and_changes_the_tag()
    {
        var name = NewName();
        await Store.PutAsync(name, new byte[] { 1, 2, 3 }, "image/png", default);
        var before = await Store.StatAsync(name, default);

        await Store.PutAsync(name, new byte[] { 9, 8, 7 }, "image/png", default);
        var after = await Store.StatAsync(name, default);
        var again = await Store.StatAsync(name, default);

        Assert.Equal([9, 8, 7], await ReadAsync(name));
        Assert.NotEqual(before!.ETag, after!.ETag);
        Assert.Equal(after.ETag, again!.ETag);
    }

    [Fact]
    public async Task What_is_not_there_reads_as_null_and_is_deleted_without_error()
    {
        var name = NewName();

        Assert.Null(await Store.StatAsync(name, default));
        Assert.Null(await Store.OpenAsync(name, 0, null, default));
        Assert.Null(await Store.OpenAsync(name, 0, 0, default));
        await Store.DeleteAsync(name, default);
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var name = NewName();
        await Store.PutAsync(name, new byte[] { 1 }, "image/png", default);

        await Store.DeleteAsync(name, default);
        await Store.DeleteAsync(name, default);

        Assert.Null(await Store.StatAsync(name, default));
        Assert.Null(await Store.OpenAsync(name, 0, null, default));
    }

    [Fact]
    public async Task A_reader_finishes_what_it_began_although_the_object_is_replaced()
    {
        var (name, first) = (NewName(), RandomNumberGenerator.GetBytes(200_000));
        await Store.PutAsync(name, first, "image/png", default);
        await using var reader = await Store.OpenAsync(name, 0, null, default);
        var start = new byte[1000];
        await reader!.ReadExactlyAsync(start);

        await Store.PutAsync(name, new byte[200_000], "image/png", default);

        var rest = await DrainAsync(reader);
        Assert.True(first.AsSpan(1000).SequenceEqual(rest));
    }

    [Fact]
    public async Task Of_many_writers_one_wins_whole()
    {
        var name = NewName();
        var contents = Enumerable.Range(0, 16).Select(i => Enumerable.Repeat((byte)i, 50_000 + i).ToArray()).ToArray();

        await Task.WhenAll(contents.Select(content => Store.PutAsync(name, content, "image/png", default)));

        var read = await ReadAsync(name);
        Assert.Equal(50_000 + read[0], read.Length);
        Assert.All(read, b => Assert.Equal(read[0], b));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gen/")]
    [InlineData("gen/a")]
    [InlineData("gen/.png")]
    [InlineData("gen/../secret.png")]
    [InlineData("gen/..%2fsecret.png")]
    [InlineData("../gen/a.png")]
    [InlineData("/gen/a.png")]
    [InlineData("gen//a.png")]
    [InlineData("gen/a/b.png")]
    [InlineData("gen\\a.png")]
    [InlineData("gen/a.png\n")]
    [InlineData("gen/a.png\0")]
    [InlineData("gen/A.png")]
    [InlineData("gen/a.p")]
    [InlineData("gen/a.tar.gz")]
    [InlineData("tmp/a.png")]
    [InlineData("out/a.png")]
    public async Task No_other_name_reaches_the_store(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(name, new byte[] { 1 }, "image/png", default));
        Assert.Null(await Store.StatAsync(name, default));
        Assert.Null(await Store.OpenAsync(name, 0, null, default));
        await Store.DeleteAsync(name, default);
    }

    [Fact]
    public async Task A_content_type_that_the_name_does_not_say_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(NewName(), new byte[] { 1 }, "text/html", default));

    [Fact]
    public async Task A_short_name_is_a_name()
    {
        var name = $"in/{Tokens.New()[25]}.webp";

        await Store.PutAsync(name, new byte[] { 5 }, "image/webp", default);

        Assert.Equal([5], await ReadAsync(name));
    }

    protected static string NewName() => ObjectName.New(ObjectName.Generated, MediaType.Png);

    protected async Task<byte[]> ReadAsync(string name, long offset = 0, long? length = null)
    {
        await using var stream = await Store.OpenAsync(name, offset, length, default);
        Assert.NotNull(stream);
        return await DrainAsync(stream);
    }

    private static async Task<byte[]> DrainAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
