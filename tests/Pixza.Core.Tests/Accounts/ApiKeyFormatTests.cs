using System.Security.Cryptography;
using Pixza.Core.Accounts;

namespace Pixza.Core.Tests.Accounts;

public sealed class ApiKeyFormatTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Vector = "pk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay";

    [Fact]
    public void The_published_vector_holds()
    {
        var key = ApiKeyFormat.WithChecksum("pk_live_0123456789ABCDEFGHIJabcdefghij");
        var read = ApiKeyFormat.TryRead(key, out var liveMode, out var hash);

        Assert.Equal(Vector, key);
        Assert.True(read);
        Assert.True(liveMode);
        Assert.Equal("f94aa869f20a7d0bb20e0868742b5896885f12bc88f7b9220e7333d865deadf3", Convert.ToHexStringLower(hash.ToArray()));
        Assert.Equal("pk_live_…30a1Ay", ApiKeyFormat.Display(key));
    }

    [Fact]
    public void What_is_made_is_read_in_both_modes()
    {
        foreach (var liveMode in (bool[])[true, false])
        {
            var key = ApiKeyFormat.Create(liveMode);

            Assert.Matches("^pk_(live|test)_[0-9A-Za-z]{36}$", key);
            Assert.True(ApiKeyFormat.TryRead(key, out var readMode, out var hash));
            Assert.Equal(liveMode, readMode);
            Assert.Equal(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key)), hash.ToArray());
            Assert.Equal(hash, KeyHash.FromStored(hash.ToArray()));
        }
    }

    [Fact]
    public void No_wrong_character_passes()
    {
        for (var at = 0; at < Vector.Length; at++)
        {
            foreach (var other in Alphabet + "_-é ")
            {
                if (other != Vector[at])
                    Assert.False(ApiKeyFormat.TryRead(Vector[..at] + other + Vector[(at + 1)..], out _, out _));
            }
        }
    }

    [Fact]
    public void No_swap_of_neighbours_passes()
    {
        for (var round = 0; round < 500; round++)
        {
            var key = ApiKeyFormat.Create(true);
            for (var at = 0; at + 1 < key.Length; at++)
            {
                var swapped = key.ToCharArray();
                (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
                if (swapped[at] != swapped[at + 1])
                    Assert.False(ApiKeyFormat.TryRead(swapped, out _, out _));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("pk_live_")]
    [InlineData("pk_test_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    [InlineData("pk_live_0123456789ABCDEFGHIJabcdefghij30a1A")]
    [InlineData("pk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay0")]
    [InlineData("PK_LIVE_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    [InlineData("sk_live_0123456789ABCDEFGHIJabcdefghij30a1Ay")]
    public void Other_forms_are_refused(string key) => Assert.False(ApiKeyFormat.TryRead(key, out _, out _));
}
