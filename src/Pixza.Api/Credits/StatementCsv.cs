using System.Globalization;
using System.Text;
using Pixza.Api.Requests;
using Pixza.Core.Ids;
using Pixza.Core.Ledger;

namespace Pixza.Api.Credits;

/// <summary>The statement as RFC 4180 text.</summary>
public static class StatementCsv
{
    public static string Write(IReadOnlyList<StatementLine> lines)
    {
        var csv = new StringBuilder("created_at,kind,amount,balance_after,held,channel,model,type,generation_id,reason,ended_at\r\n");
        foreach (var line in lines)
        {
            csv.Append(Times.Text(line.CreatedAt)).Append(',')
                .Append(line.Kind).Append(',')
                .Append(CultureInfo.InvariantCulture, $"{line.Amount},{line.BalanceAfter},{line.Held},")
                .Append(Field(line.Channel)).Append(',')
                .Append(Field(line.Model)).Append(',')
                .Append(Field(line.Type)).Append(',')
                .Append(line.GenerationId is { } id ? PublicId.Format(PublicId.Generation, id) : "").Append(',')
                .Append(Field(line.Reason)).Append(',')
                .Append(line.EndedAt is { } ended ? Times.Text(ended) : "").Append("\r\n");
        }

        return csv.ToString();
    }

    /// <returns>The text as one field. What a spreadsheet would run as a formula is made text by an apostrophe.</returns>
    public static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n')
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
