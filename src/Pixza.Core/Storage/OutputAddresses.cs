using Microsoft.Extensions.Options;

namespace Pixza.Core.Storage;

/// <summary>An object's public address, and the way back from it.</summary>
public sealed class OutputAddresses(IOptions<StorageOptions> options)
{
    private readonly string _base = options.Value.PublicUrl!.AbsoluteUri.TrimEnd('/') + '/';

    public string AddressOf(string name) => _base + name;

    /// <returns>The object's name when the address is exactly one of ours; null for any other.</returns>
    public string? NameOf(string address) =>
        address.StartsWith(_base, StringComparison.Ordinal) && address[_base.Length..] is var name && ObjectName.IsValid(name) ? name : null;
}
