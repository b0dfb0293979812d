using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace Pixza.Core.Accounts;

/// <summary>An e-mail address as it is stored, and the person behind it.</summary>
public static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>Trims and lower-cases.</summary>
    /// <returns>Null when it is no address that mail can be sent to.</returns>
    public static string? Normalise(string? text)
    {
        var email = text?.Trim().ToLowerInvariant();
        if (email is not { Length: >= 3 and <= MaxLength } || email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"'))
            return null;

        return MailAddress.TryCreate(email, out var address) && address.Address == email && address.Host.Contains('.') && !address.Host.EndsWith('.')
            ? email
            : null;
    }

    /// <summary>
    /// The reference of the sign-up credits: the same for every spelling that reaches one mailbox (a "+tag", Gmail's dots),
    /// so that a person gets them once, ever. It is a hash: the ledger outlives the person's data.
    /// </summary>
    /// <param name="email">A normalised address.</param>
    public static string SignUpReference(string email)
    {
        var at = email.LastIndexOf('@');
        var (name, host) = (email[..at], email[(at + 1)..]);
        if (name.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
            name = name[..plus];
        if (host is "gmail.com" or "googlemail.com")
            (name, host) = (name.Replace(".", "", StringComparison.Ordinal), "gmail.com");
        return "signup:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}@{host}")));
    }
}
