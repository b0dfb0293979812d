using Pixza.Core.Accounts;

namespace Pixza.Core.Tests.Accounts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData(" Asha@Example.COM ", "asha@example.com")]
    [InlineData("a+b@mail.example.in", "a+b@mail.example.in")]
    [InlineData("nobody", null)]
    [InlineData("a@b", null)]
    [InlineData("a@@b.c", null)]
    [InlineData("a b@c.de", null)]
    [InlineData("Asha <asha@example.com>", null)]
    [InlineData("a\0@example.com", null)]
    [InlineData("a@example.com,b@example.com", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_address_is_stored_in_one_spelling(string? typed, string? stored) =>
        Assert.Equal(stored, EmailAddress.Normalise(typed));

    [Fact]
    public void An_address_that_mail_cannot_carry_is_refused() =>
        Assert.Null(EmailAddress.Normalise(new string('a', 250) + "@example.com"));

    [Theory]
    [InlineData("asha@example.com", "asha+shop@example.com", true)]
    [InlineData("asha.rao@gmail.com", "asharao+1@googlemail.com", true)]
    [InlineData("asha.rao@example.com", "asharao@example.com", false)]
    [InlineData("asha@example.com", "asha@example.org", false)]
    [InlineData("+tag@example.com", "@example.com", false)]
    public void One_mailbox_has_one_reference(string one, string other, bool same) =>
        Assert.Equal(same, EmailAddress.SignUpReference(one) == EmailAddress.SignUpReference(other));
}
