using FsCheck;
using FsCheck.Fluent;
using Pixza.Core.Ids;

namespace Pixza.Core.Tests.Ids;

public class PublicIdTests
{
    [Fact]
    public void Every_id_reads_back_as_itself() =>
        Prop.ForAll<Guid>(id => PublicId.TryParse("gen", PublicId.Format("gen", id), out var read) && read == id)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Text_sorts_as_the_big_endian_numbers_do() =>
        Prop.ForAll<Guid, Guid>((a, b) =>
                Math.Sign(string.CompareOrdinal(PublicId.Format("gen", a), PublicId.Format("gen", b))) ==
                Math.Sign(a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_other_text_reads_as_an_id() =>
        Prop.ForAll<Guid, char, int>((id, c, at) =>
            {
                var text = PublicId.Format("gen", id).ToCharArray();
                text[(int)((uint)at % text.Length)] = c;
                return !PublicId.TryParse("gen", text, out var read) || PublicId.Format("gen", read) == new string(text);
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "gen_00000000000000000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "gen_7zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("00000000-0000-0000-0000-000000000020", "gen_00000000000000000000000010")]
    [InlineData("01563e3a-b5d3-d676-4c61-efb99302bd5b", "gen_01arz3ndektsv4rrffq69g5fav")]
    public void The_encoding_is_that_of_ULIDs_in_lower_case(string guid, string expected) =>
        Assert.Equal(expected, PublicId.Format("gen", Guid.Parse(guid)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gen_")]
    [InlineData("gen_80000000000000000000000000")]
    [InlineData("gen_0000000000000000000000000")]
    [InlineData("gen_000000000000000000000000000")]
    [InlineData("GEN_00000000000000000000000000")]
    [InlineData("key_00000000000000000000000000")]
    [InlineData("gen-00000000000000000000000000")]
    [InlineData("gen_01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("gen_0000000000000000000000000l")]
    [InlineData("gen_0000000000000000000000000u")]
    [InlineData("gen_0000000000000000000000000\u0660")]
    [InlineData("gen_0000000000000000000000000\uff10")]
    [InlineData(" gen_00000000000000000000000000")]
    [InlineData("gen_00000000000000000000000000\n")]
    public void A_text_that_is_not_an_id_is_refused(string? text)
    {
        Assert.False(PublicId.TryParse("gen", text, out var id));
        Assert.Equal(Guid.Empty, id);
    }

    [Fact]
    public void Later_ids_of_version_7_sort_later()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var ids = Enumerable.Range(0, 1000).Select(ms => PublicId.Format("gen", Guid.CreateVersion7(start.AddMilliseconds(ms)))).ToArray();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Formatting_allocates_the_text_and_nothing_else()
    {
        var id = Guid.CreateVersion7();
        _ = PublicId.TryParse("gen", PublicId.Format("gen", id), out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = PublicId.TryParse("gen", PublicId.Format("gen", id), out _);
        var perId = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        Assert.InRange(perId, 1, 96);
    }

    [Fact]
    public void Tokens_are_26_characters_and_do_not_repeat()
    {
        var tokens = Enumerable.Range(0, 10_000).Select(_ => Tokens.New()).ToHashSet();

        Assert.Equal(10_000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^[0-7][0-9a-hjkmnp-tv-z]{25}$", token));
    }
}
