using Pixza.Core.Ids;

namespace Pixza.Api.Requests;

/// <summary>The id in an address. What is not one of ours is not found, like the id of somebody else.</summary>
public static class RouteId
{
    private const int MaxEchoed = 64;

    public static bool TryRead(HttpContext context, string prefix, out Guid id) =>
        PublicId.TryParse(prefix, context.Request.RouteValues["id"] as string, out id);

    /// <returns>The id as it was sent, cut to what a message can hold.</returns>
    public static string Text(HttpContext context)
    {
        var text = new string([.. (context.Request.RouteValues["id"] as string ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxEchoed + 1)]);
        return text.Length <= MaxEchoed ? text : text[..MaxEchoed] + "…";
    }
}
