using System.Numerics;
using Pixza.Core.Providers;
using Pixza.Studio.Media;
using Pixza.Studio.Render;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Mesh;

/// <summary>Makes a generation's 3D model: the subject of the words, or a body with the input picture on it.</summary>
internal sealed class MeshMaker(PictureReader reader)
{
    public async Task<ProviderResult> MakeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (request.Edit is not null)
            return new ProviderResult.Failed(FailureKind.InvalidInput, "The studio edits pictures, not models.");
        Picture? input = null;
        if (request.Input is { } given)
        {
            (input, var problem) = await reader.ReadAsync(given.Bytes, cancellationToken);
            if (input is null)
                return new ProviderResult.Failed(FailureKind.InvalidInput, problem);
        }

        var file = await Task.Run(() => input is null ? Build(request, cancellationToken) : Emboss(input, cancellationToken), cancellationToken);
        request.Progress?.Report(1);
        return new ProviderResult.Completed([new(file)], Seed: request.Seed);
    }

    private static byte[] Emboss(Picture input, CancellationToken cancellationToken)
    {
        using var glb = new Glb();
        var (surface, texture) = Relief.Make(input, cancellationToken);
        glb.Add(surface, texture);
        return glb.Write("relief", Provenance.Composed);
    }

    private static byte[] Build(ProviderRequest request, CancellationToken cancellationToken)
    {
        var set = new Set(StageBuilder.Build(request.Prompt, request.Seed), cancellationToken);
        using var glb = new Glb();
        for (var i = 0; i < set.Parts.Length; i++)
        {
            var part = set.Parts[i];
            if (Bounds.Of(part.Shape) is { } box)
            {
                var surface = SurfaceNets.Make(part.Shape, box, cancellationToken);
                if (surface.Triangles.Count > 0)
                {
                    foreach (var place in surface.Places)
                    {
                        var roughness = part.Material.Roughness;
                        surface.Colours.Add(Vector3.Clamp(Grains.Colour(part.Material, set.Own(place), 1, ref roughness), Vector3.Zero, Vector3.One));
                    }

                    glb.Add(surface, part.Material);
                }
            }

            request.Progress?.Report(0.1 + 0.85 * (i + 1) / set.Parts.Length);
        }

        return glb.Write(set.Stage.Subject.Name, Provenance.Rendered);
    }
}
