using Pixza.Api.Requests;
using Pixza.Core.Generations;

namespace Pixza.Api.Generations;

/// <summary>The answer to a dry run: the price and what would be changed; nothing was made or charged.</summary>
public static class Quote
{
    public static Task WriteAsync(HttpContext context, string type, StartResult.Quoted quoted) =>
        JsonAnswer.WriteAsync(context, 200, (type, quoted), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("dry_run", true);
            json.WriteString("type", state.type);
            json.WriteString("model", state.quoted.Model);
            json.WriteNumber("credits", state.quoted.Credits);
            json.WriteNumber("width", state.quoted.Width);
            json.WriteNumber("height", state.quoted.Height);
            json.WriteNumber("steps", state.quoted.Steps);
            json.WriteStartArray("adjustments");
            foreach (var adjustment in state.quoted.Adjustments)
            {
                json.WriteStartObject();
                json.WriteString("param", adjustment.Param);
                json.WriteString("requested", adjustment.Requested);
                json.WriteString("used", adjustment.Used);
                json.WriteString("reason", adjustment.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
