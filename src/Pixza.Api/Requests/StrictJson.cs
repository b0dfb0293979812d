using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Pixza.Api.Errors;
using Pixza.Core.Generations;

namespace Pixza.Api.Requests;

/// <summary>
/// Reads one JSON object strictly: what is not JSON at all is 400; a member that is unknown, repeated, null or of another type is 422
/// with its path, and all such members are named at once.
/// </summary>
public ref struct StrictJson
{
    private const int MaxDetails = 20;
    private const int MaxNameLength = 64;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<ParameterError> errors = [];
    private Utf8JsonReader reader;
    private string member = "";

    private StrictJson(ReadOnlySpan<byte> json) => reader = new Utf8JsonReader(json);

    /// <summary>Takes one member's value from <paramref name="json"/>.</summary>
    /// <returns><see langword="false"/> when there is no member of that name.</returns>
    public delegate bool MemberReader<in T>(ref StrictJson json, string member, T into);

    /// <summary>Reads the object's members into <paramref name="into"/>.</summary>
    /// <returns>The refusal, or null.</returns>
    public static ApiError? Read<T>(ReadOnlySpan<byte> body, T into, MemberReader<T> read)
    {
        if (body.IsEmpty)
            return ApiErrors.InvalidJson("it is empty.");
        if (!Utf8.IsValid(body))
            return ApiErrors.InvalidJson("it is not UTF-8.");
        var json = new StrictJson(body);
        try
        {
            return json.ReadObject(into, read);
        }
        catch (JsonException e)
        {
            return ApiErrors.InvalidJson($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {FirstSentence(e.Message)}");
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an escaped half of a surrogate pair, which no Unicode text has.
            return ApiErrors.InvalidJson($"the text of \"{json.member}\" has a lone surrogate.");
        }
    }

    /// <returns>The string, or null and an error.</returns>
    public string? Text()
    {
        if (!Is(JsonTokenType.String, "a string"))
            return null;
        var text = reader.GetString()!;
        if (!text.Contains('\0', StringComparison.Ordinal))
            return text;
        Fail("invalid", $"{member} must not contain U+0000.");
        return null;
    }

    /// <returns>The whole number written as such (1024, not 1e3 or 1024.0), or null and an error.</returns>
    public int? Integer() => Long() is { } number ? Narrow(number) : null;

    /// <inheritdoc cref="Integer"/>
    public long? Long()
    {
        if (!Is(JsonTokenType.Number, "a whole number"))
            return null;
        if (reader.TryGetInt64(out var number))
            return number;
        var written = reader.ValueSpan;
        if (written.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            Fail("type", $"{member} must be a whole number, written with digits only.");
        else
            Fail("out_of_range", $"{member} is out of range.");
        return null;
    }

    /// <returns>A finite number, or null and an error.</returns>
    public double? Number()
    {
        if (!Is(JsonTokenType.Number, "a number"))
            return null;
        if (reader.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        Fail("out_of_range", $"{member} is out of range.");
        return null;
    }

    public bool? Flag()
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean();
        _ = Is(JsonTokenType.True, "true or false");
        return null;
    }

    /// <returns>An object whose values are all strings, or null and an error.</returns>
    public Dictionary<string, string>? FlatStrings()
    {
        if (!Is(JsonTokenType.StartObject, "an object of strings"))
            return null;
        var path = member;
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            member = $"{path}.{Short(name)}";
            reader.Read();
            var value = Text();
            if (name.Contains('\0', StringComparison.Ordinal))
                Fail("invalid", $"{path} must not have a member whose name contains U+0000.");
            else if (value is not null && !map.TryAdd(name, value))
                Fail("duplicate", $"{member} is there twice.");
        }

        member = path;
        return map;
    }

    private ApiError? ReadObject<T>(T into, MemberReader<T> read)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            while (reader.Read())
            {
            }

            return ApiErrors.Invalid("body", "type", "The body must be a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            member = Short(name);
            reader.Read();
            if (!seen.Add(name))
            {
                Fail("duplicate", $"{member} is there twice.");
                reader.Skip();
            }
            else if (!read(ref this, name, into))
            {
                Fail("unknown", $"There is no parameter \"{member}\".");
                reader.Skip();
            }
        }

        // What follows the object: white space, or not JSON.
        while (reader.Read())
        {
        }

        return errors.Count == 0 ? null : ApiErrors.Invalid(errors.Count > MaxDetails ? errors[..MaxDetails] : errors);
    }

    private bool Is(JsonTokenType type, string expected)
    {
        if (reader.TokenType == type)
            return true;
        Fail("type", reader.TokenType == JsonTokenType.Null ? $"{member} must not be null; leave it out instead." : $"{member} must be {expected}.");
        reader.Skip();
        return false;
    }

    private int? Narrow(long number)
    {
        if (number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        Fail("out_of_range", $"{member} is out of range.");
        return null;
    }

    private readonly void Fail(string code, string message) => errors.Add(new ParameterError(member, code, message));

    private static string Short(string name) =>
        (name.Length <= MaxNameLength ? name : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)] + "…").Replace("\0", "\\0", StringComparison.Ordinal);

    private static string FirstSentence(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
