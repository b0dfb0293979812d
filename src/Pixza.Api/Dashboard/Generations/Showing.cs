using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;
using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Storage;

namespace Pixza.Api.Dashboard.Generations;

/// <summary>Where the pages of a generation are, and its pictures as this host's pages load them.</summary>
public sealed class Showing(OutputAddresses outputs, IOptions<PixzaOptions> host)
{
    private readonly string origin = host.Value.PublicUrl.GetLeftPart(UriPartial.Authority);

    public static string Page(Generation generation) => Page(generation.Id);

    public static string Page(Guid id) => $"/dashboard/generations/{PublicId.Format(PublicId.Generation, id)}";

    /// <returns>The output's address; without the host where it is our own, so that the page works by whatever name it was reached.</returns>
    public string Address(GenerationOutput output)
    {
        var address = outputs.AddressOf(output.Name);
        return address.StartsWith(origin + '/', StringComparison.Ordinal) ? address[origin.Length..] : address;
    }

    public string? Picture(Generation generation) => Find(generation, "image/");

    public string? Video(Generation generation) => Find(generation, "video/");

    private string? Find(Generation generation, string kind) =>
        generation.Outputs.FirstOrDefault(output => output.ContentType.StartsWith(kind, StringComparison.Ordinal)) is { } output ? Address(output) : null;
}
