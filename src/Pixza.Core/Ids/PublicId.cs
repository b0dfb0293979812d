namespace Pixza.Core.Ids;

/// <summary>An id as the outside sees it: a prefix, an underscore and the Guid's 128 bits in <see cref="Crockford"/>. Ids of version 7 sort by time.</summary>
public static class PublicId
{
    public const string Account = "acct";
    public const string Delivery = "dlv";
    public const string Endpoint = "whk";
    public const string Event = "evt";
    public const string File = "file";
    public const string Generation = "gen";
    public const string Key = "key";
    public const string Message = "msg";
    public const string Request = "req";

    /// <returns><c>gen_01k…</c>, for the prefix <c>gen</c>.</returns>
    public static string Format(string prefix, Guid id) =>
        string.Create(prefix.Length + 1 + Crockford.Length, (prefix, id), static (text, state) =>
        {
            Span<byte> bytes = stackalloc byte[16];
            state.id.TryWriteBytes(bytes, bigEndian: true, out _);
            state.prefix.CopyTo(text);
            text[state.prefix.Length] = '_';
            Crockford.Encode(bytes, text[(state.prefix.Length + 1)..]);
        });

    /// <summary>Reads exactly what <see cref="Format"/> writes for this prefix; any other text, null too, is refused.</summary>
    public static bool TryParse(string prefix, ReadOnlySpan<char> text, out Guid id)
    {
        id = Guid.Empty;
        if (text.Length != prefix.Length + 1 + Crockford.Length || text[prefix.Length] != '_' || !text.StartsWith(prefix, StringComparison.Ordinal))
            return false;

        Span<byte> bytes = stackalloc byte[16];
        if (!Crockford.TryDecode(text[(prefix.Length + 1)..], bytes))
            return false;
        id = new Guid(bytes, bigEndian: true);
        return true;
    }
}
