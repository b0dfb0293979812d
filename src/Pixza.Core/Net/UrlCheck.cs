namespace Pixza.Core.Net;

/// <summary>What a look at an address says, before anything is dialled.</summary>
public abstract record UrlCheck
{
    private UrlCheck() { }

    /// <param name="Address">Absolute, its host in ASCII, without a fragment.</param>
    public sealed record Fine(Uri Address) : UrlCheck;

    /// <param name="Reason">Stable: too_long, not_a_url, scheme_not_allowed, user_info, port_not_allowed or address_not_allowed.</param>
    /// <param name="Sentence">For the customer; never repeats the address.</param>
    public sealed record Refused(string Reason, string Sentence) : UrlCheck;
}
