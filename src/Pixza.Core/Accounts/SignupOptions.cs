using System.ComponentModel.DataAnnotations;

namespace Pixza.Core.Accounts;

/// <summary>Who may make an account, section "Signup".</summary>
public sealed class SignupOptions
{
    public const string Section = "Signup";

    /// <summary>open: anybody; invite: only by an address with the invitation word; closed: only the operator makes accounts.</summary>
    /// <value>Defaults to open.</value>
    [RegularExpression("^(open|invite|closed)$", ErrorMessage = "Signup:Mode is open, invite or closed.")]
    public string Mode { get; set; } = "open";

    /// <summary>The word that a sign-up must bring in the mode invite.</summary>
    /// <value>Defaults to none: nobody is invited.</value>
    [StringLength(200, MinimumLength = 12, ErrorMessage = "Signup:InviteCode has 12 to 200 characters.")]
    public string? InviteCode { get; set; }

    /// <summary>Credits that a new person or shop gets, once ever.</summary>
    /// <value>Defaults to 100.</value>
    [Range(0, 1_000_000)]
    public long Credits { get; set; } = 100;

    /// <summary>Sign-ups per hour that one network address may make, on each node.</summary>
    /// <value>Defaults to 10.</value>
    [Range(1, 1_000_000)]
    public int PerHourPerAddress { get; set; } = 10;

    /// <summary>Sign-ins per five minutes that one network address may try, on each node.</summary>
    /// <value>Defaults to 60.</value>
    [Range(1, 1_000_000)]
    public int SignInsPerAddress { get; set; } = 60;
}
