namespace Pixza.Api.Dashboard.Shared;

/// <summary>What a form sent, field by field.</summary>
public sealed class FormFields(IFormCollection form)
{
    public static async Task<FormFields> ReadAsync(HttpContext context) => new(await context.Request.ReadFormAsync(context.RequestAborted));

    /// <returns>The field as it was typed; empty when it was not sent.</returns>
    public string Raw(string name) => form[name].Count > 0 ? form[name][0] ?? "" : "";

    /// <returns>The field without the spaces around it.</returns>
    public string Text(string name) => Raw(name).Trim();

    /// <returns>Null when the field was left empty.</returns>
    public string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;

    /// <returns>A file of more than no bytes, or null.</returns>
    public IFormFile? File(string name) => form.Files.GetFile(name) is { Length: > 0 } file ? file : null;
}

/// <summary>What is wrong with a form, per field; the empty name is for the form as a whole.</summary>
public sealed class FormErrors
{
    private readonly Dictionary<string, string> messages = new(StringComparer.Ordinal);

    public bool Any => messages.Count > 0;

    public string? this[string field] => messages.GetValueOrDefault(field);

    public FormErrors With(string field, string message)
    {
        messages.TryAdd(field, message);
        return this;
    }
}
