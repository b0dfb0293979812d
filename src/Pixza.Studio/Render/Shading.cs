using System.Numerics;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>What colour a lit place has.</summary>
internal static class Shading
{
    /// <summary>A place of the subject.</summary>
    /// <param name="place">In the subject's own units.</param>
    /// <param name="sharp">What a mirror here would show; null for the blurred surroundings.</param>
    public static Vector3 Surface(Set set, Material m, Vector3 place, Vector3 n, Vector3 view, float shadow, float open, Vector3? sharp)
    {
        var lighting = set.Stage.Lighting;
        var roughness = m.Roughness;
        var colour = Grains.Colour(m, place, 1, ref roughness);
        if (m.Glow > 0)
            return colour * m.Glow + colour * 0.2f * set.Light.Diffuse(n);
        var facing = Math.Clamp(Vector3.Dot(n, view), 0, 1);
        var key = Math.Max(0, Vector3.Dot(n, lighting.ToKey)) * shadow;
        var diffuse = lighting.Key * (key * 0.42f) + set.Light.Diffuse(n) * (lighting.Ambient * open);
        var grazing = MathF.Pow(1 - facing, 5);
        var f0 = Vector3.Lerp(new(0.045f), colour, m.Metallic);
        var fresnel = f0 + Vector3.Max(new Vector3(1 - roughness) - f0, Vector3.Zero) * grazing;
        var mirror = sharp ?? set.Light.Reflected(Vector3.Reflect(-view, n), roughness);
        var rim = lighting.Rim * (MathF.Pow(1 - facing, 3) * Math.Max(0, Vector3.Dot(n, lighting.ToRim) * 0.6f + 0.4f) * 0.5f * open);
        return colour * (1 - m.Metallic) * diffuse + mirror * fresnel * (0.35f + 0.65f * open) * (0.55f + 0.45f * lighting.Ambient) + rim * (new Vector3(0.2f) + 0.8f * f0);
    }

    /// <summary>A place of the ground; the backdrop comes through where the ground ends.</summary>
    public static Vector3 Ground(Set set, Vector3 p, Vector3 view, float shadow, float open, Vector3? mirrored, float distance)
    {
        var lighting = set.Stage.Lighting;
        var m = set.Stage.Backdrop.Ground.Material;
        var roughness = m.Roughness;
        var colour = Grains.Colour(m, p, Math.Clamp(1.6f - distance * 0.11f, 0, 1), ref roughness);
        var diffuse = lighting.Key * (Math.Max(0, lighting.ToKey.Y) * shadow * 0.42f) + set.Light.Diffuse(Vector3.UnitY) * (lighting.Ambient * open);
        var smooth = (1 - roughness) * (1 - roughness);
        var fresnel = (0.05f + 0.95f * MathF.Pow(1 - Math.Clamp(view.Y, 0, 1), 5)) * smooth;
        var mirror = mirrored ?? set.Light.Reflected(new(-view.X, view.Y, -view.Z), Math.Max(roughness, 0.12f));
        return colour * diffuse + mirror * fresnel * (0.4f + 0.6f * open) * (0.55f + 0.45f * lighting.Ambient);
    }
}
