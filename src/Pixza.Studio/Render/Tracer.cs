using System.Numerics;
using System.Runtime.Intrinsics;
using Pixza.Studio.Scene;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Render;

/// <summary>Follows eight rays from the camera into the set and says what light comes back.</summary>
internal sealed class Tracer(Set set, Camera camera, Plate plate, IStandIn? standIn = null)
{
    private const float Far = 60;
    private const float GlassBend = 1 / 1.32f;
    private readonly Bounds _box = set.Box.Grown(0.012f);
    private readonly Bounds _shadowBox = set.Box.Grown(0.05f + set.Stage.Lighting.Softness * 0.9f);
    private readonly Bounds _openBox = set.Box.Grown(0.6f);
    private readonly Lane3 _toKey = Lane3.Of(set.Stage.Lighting.ToKey);
    private readonly float _pixel = 0.6f / camera.Focal;

    /// <param name="xs">Places in the picture, in pixels.</param>
    /// <param name="colours">Takes the light.</param>
    /// <param name="keys">Takes what was seen: 0 the backdrop, 1 the ground, above that the parts. Edges of the picture are where this changes.</param>
    /// <param name="depths">Takes how far away it is.</param>
    public void Trace(Lane xs, Lane ys, Span<Vector3> colours, Span<int> keys, Span<float> depths)
    {
        var (cx, cy) = camera.Centre;
        var right = Lane3.Of(camera.Right) * ((xs - Vector256.Create(cx)) * (1 / camera.Focal));
        var up = Lane3.Of(camera.Up) * ((Vector256.Create(cy) - ys) * (1 / camera.Focal));
        var direction = (Lane3.Of(camera.Forward) + right + up).Normalised();
        var origin = Lane3.Of(camera.Origin);

        var ground = Vector256.ConditionalSelect(Vector256.LessThan(direction.Y, Vector256.Create(-1e-4f)), origin.Y / -direction.Y, Vector256.Create(Far));
        Lane t = ground, hit = Lane.Zero;
        if (set.Whole is not null)
        {
            var (near, far) = _box.Clip(origin, direction);
            (var found, hit) = March.Along(set.Whole, origin, direction, near, Vector256.Min(far, ground), Lane.AllBitsSet, 90, _pixel);
            t = Vector256.ConditionalSelect(hit, found, ground);
        }

        var point = origin + direction * t;
        var onGround = Vector256.AndNot(Vector256.LessThan(ground, Vector256.Create(Far * 0.999f)), hit);
        var lit = hit | onGround;
        var normal = new Lane3(Lane.Zero, Lane.One, Lane.Zero);
        if (!Lanes.None(hit))
        {
            var n = March.Normal(set.Whole!, point, 0.0022f);
            normal = new(Vector256.ConditionalSelect(hit, n.X, Lane.Zero), Vector256.ConditionalSelect(hit, n.Y, Lane.One), Vector256.ConditionalSelect(hit, n.Z, Lane.Zero));
        }

        Lane shadow = Lane.One, open = Lane.One;
        if (set.Whole is not null && !Lanes.None(lit))
            (shadow, open) = (Shadow(point, normal, lit), Open(point, normal, lit));
        var view = direction * Vector256.Create(-1f);
        var mirror = normal * (Lane3.Dot(normal, view) * 2f) - view;
        Span<Vector3> mirrored = stackalloc Vector3[Lanes.Count];
        var seen = Mirrored(point, normal, mirror, lit, mirrored);
        Span<int> parts = stackalloc int[Lanes.Count];
        Parts(point, hit, parts);

        for (var i = 0; i < Lanes.Count; i++)
        {
            var d = direction[i];
            var p = point[i];
            if (hit[i] != 0)
            {
                keys[i] = 2 + parts[i];
                depths[i] = t[i];
                var part = set.Parts[parts[i]];
                Vector3? sharp = (seen >> i & 1) != 0 ? mirrored[i] : null;
                colours[i] = Shading.Surface(set, part.Material, set.Own(p), normal[i], -d, shadow[i], open[i], sharp);
                if (part.Material.Clear > 0)
                    colours[i] = Through(part, p, normal[i], d, colours[i]);
            }
            else
            {
                var sky = plate.At(xs[i], ys[i]);
                keys[i] = onGround[i] != 0 ? 1 : 0;
                depths[i] = t[i];
                var place = set.Stage.Backdrop.Ground;
                var cover = onGround[i] == 0 ? 0 : Grains.Smooth(place.Edge + place.Melt, place.Edge - Math.Min(place.Melt, place.Edge) * 0.6f, -p.Z);
                if (cover <= 0)
                {
                    colours[i] = sky;
                    continue;
                }

                Vector3? mirror2 = (seen >> i & 1) != 0 ? mirrored[i] : null;
                var (lamp, free) = (shadow[i], open[i]);
                if (standIn is not null)
                {
                    (lamp, free) = standIn.Shade(p);
                    var (image, share) = standIn.Mirrored(p, mirror[i]);
                    if (share > 0)
                        mirror2 = Vector3.Lerp(set.Light.Reflected(mirror[i], place.Material.Roughness), image, share);
                }

                colours[i] = Vector3.Lerp(sky, Shading.Ground(set, p, -d, lamp, free, mirror2, t[i]), cover);
            }
        }
    }

    private Lane Shadow(in Lane3 point, in Lane3 normal, Lane lit)
    {
        var from = point + normal * Vector256.Create(0.012f);
        var (near, far) = _shadowBox.Clip(from, _toKey);
        var facing = Vector256.GreaterThan(Lane3.Dot(normal, _toKey), Lane.Zero);
        var light = March.Shadow(set.Whole!, from, _toKey, Vector256.Max(near, Vector256.Create(0.02f)), far, lit & facing, set.Stage.Lighting.Softness, 26);
        // Glass lets most of the light through.
        return set.Solid is null ? light * 0.45f + Vector256.Create(0.55f) : light;
    }

    /// <summary>How open the place is to the light from all round: 1 free, 0 in a crevice.</summary>
    private Lane Open(in Lane3 point, in Lane3 normal, Lane lit)
    {
        var inside = Vector256.GreaterThan(point.X, Vector256.Create(_openBox.Low.X)) & Vector256.LessThan(point.X, Vector256.Create(_openBox.High.X))
            & Vector256.GreaterThan(point.Z, Vector256.Create(_openBox.Low.Z)) & Vector256.LessThan(point.Z, Vector256.Create(_openBox.High.Z)) & lit;
        if (Lanes.None(inside))
            return Lane.One;
        var closed = Lane.Zero;
        for (var i = 1; i <= 4; i++)
        {
            var h = 0.02f + 0.034f * i * i;
            var p = point + normal * Vector256.Create(h);
            var d = Vector256.Min(set.Whole!.Distance(p), p.Y + (Lane.One - normal.Y) * 0.02f);
            closed += Vector256.Max(Vector256.Create(h) - d, Lane.Zero) * ((0.75f - 0.12f * i) / h);
        }

        return Vector256.ConditionalSelect(inside, Vector256.Max(Lane.One - closed * 0.62f, Vector256.Create(0.12f)), Lane.One);
    }

    /// <summary>What smooth places show of the subject or the ground; the lanes for which there is something, as bits.</summary>
    private uint Mirrored(in Lane3 point, in Lane3 normal, in Lane3 mirror, Lane lit, Span<Vector3> shown)
    {
        if (Lanes.None(lit))
            return 0;
        var from = point + normal * Vector256.Create(0.015f);
        Lane t = Lane.Zero, hit = Lane.Zero;
        if (set.Whole is not null)
        {
            var (near, far) = _box.Clip(from, mirror);
            (t, hit) = March.Along(set.Whole, from, mirror, near, far, lit, 34, 0.003f);
            if (!Lanes.None(hit))
                Simple(from + mirror * t, mirror, hit, t, shown);
        }

        var bits = Vector256.ExtractMostSignificantBits(hit);
        for (var i = 0; i < Lanes.Count; i++)
        {
            if ((bits >> i & 1) != 0 || lit[i] == 0 || mirror.Y[i] > -0.02f)
                continue;
            shown[i] = GroundFrom(from[i], mirror[i]);
            bits |= 1u << i;
        }

        return bits;
    }

    /// <summary>A place that is seen only in a reflection or through glass: lit, but without shadows and reflections of its own.</summary>
    private void Simple(in Lane3 point, in Lane3 direction, Lane hit, Lane distance, Span<Vector3> shown)
    {
        var normal = March.Normal(set.Whole!, point, 0.004f);
        Span<int> parts = stackalloc int[Lanes.Count];
        Parts(point, hit, parts);
        for (var i = 0; i < Lanes.Count; i++)
        {
            if (hit[i] == 0)
                continue;
            var material = set.Parts[parts[i]].Material;
            var lit = Shading.Surface(set, material, set.Own(point[i]), normal[i], -direction[i], 0.8f, 0.8f, null);
            if (material.Clear > 0)
                lit = Vector3.Lerp(lit, set.Light.Reflected(direction[i], 0.2f) * material.Base, material.Clear * 0.7f);
            shown[i] = lit;
        }
    }

    private Vector3 GroundFrom(Vector3 from, Vector3 direction)
    {
        var place = set.Stage.Backdrop.Ground;
        var t = from.Y / -direction.Y;
        var p = from + direction * t;
        if (-p.Z > place.Edge)
            return set.Light.Reflected(direction, 0.1f);
        // Without its grain: veins and boards in a curved mirror look like stains on the metal.
        var colour = place.Material.Grain is Grain.Wood or Grain.Planks ? Vector3.Lerp(place.Material.Base, place.Material.Second, 0.2f) : place.Material.Base;
        var near = Math.Clamp(t * 0.8f, 0.25f, 1);
        return colour * (set.Stage.Lighting.Key * (0.3f * near) + set.Light.Diffuse(Vector3.UnitY) * (set.Stage.Lighting.Ambient * near));
    }

    /// <summary>Light that comes through glass: bent at the first wall and the last, tinted on the way.</summary>
    private Vector3 Through(Part part, Vector3 p, Vector3 n, Vector3 d, Vector3 surface)
    {
        var m = part.Material;
        var inward = Refract(d, n, GlassBend) ?? d;
        // One ray in eight lanes: the walk through the glass is short.
        var start = Lane3.Of(p - n * 0.02f);
        var along = Lane3.Of(inward);
        var t = 0.02f;
        for (var i = 0; i < 14; i++)
        {
            var inside = -part.Shape.Distance(start + along * Vector256.Create(t))[0];
            if (inside < 0.004f)
                break;
            t += Math.Max(inside, 0.02f);
        }

        var exit = p + inward * t;
        var outward = inward;
        if (Refract(inward, -March.Normal(part.Shape, Lane3.Of(exit), 0.004f)[0], 1 / GlassBend) is { } bent)
            outward = bent;
        Vector3 behind;
        var blocked = false;
        if (set.Solid is not null)
        {
            var (near, far) = _box.Clip(Lane3.Of(p), along);
            var (at, hit) = March.Along(set.Solid, Lane3.Of(p), along, Vector256.Max(near, Vector256.Create(0.01f)), far, Lane.AllBitsSet, 30, 0.004f);
            blocked = hit[0] != 0;
            if (blocked)
            {
                Span<Vector3> shown = stackalloc Vector3[Lanes.Count];
                Simple(Lane3.Of(p) + along * at, along, hit, at, shown);
                behind = shown[0];
                return Mixed(behind, Math.Min(t, at[0]));
            }
        }

        behind = outward.Y < -0.03f ? GroundFrom(exit, outward) : set.Light.Reflected(outward, 0.06f);
        return Mixed(behind, t);

        Vector3 Mixed(Vector3 light, float depth)
        {
            var tint = new Vector3(MathF.Pow(m.Base.X, depth * 1.7f), MathF.Pow(m.Base.Y, depth * 1.7f), MathF.Pow(m.Base.Z, depth * 1.7f));
            var facing = Math.Clamp(-Vector3.Dot(n, d), 0, 1);
            var fresnel = 0.05f + 0.9f * MathF.Pow(1 - facing, 4);
            var shine = set.Light.Reflected(Vector3.Reflect(d, n), m.Roughness) * fresnel;
            return Vector3.Lerp(surface, light * tint * (1 - fresnel) + shine, m.Clear);
        }
    }

    private void Parts(in Lane3 point, Lane hit, Span<int> parts)
    {
        if (Lanes.None(hit))
            return;
        var nearest = Vector256.Create(float.MaxValue);
        var index = Lane.Zero;
        for (var i = 0; i < set.Parts.Length; i++)
        {
            var d = set.Parts[i].Shape.Distance(point);
            var closer = Vector256.LessThan(d, nearest);
            nearest = Vector256.ConditionalSelect(closer, d, nearest);
            index = Vector256.ConditionalSelect(closer, Vector256.Create((float)i), index);
        }

        for (var i = 0; i < Lanes.Count; i++)
            parts[i] = (int)index[i];
    }

    private static Vector3? Refract(Vector3 d, Vector3 n, float ratio)
    {
        var cos = -Vector3.Dot(d, n);
        var k = 1 - ratio * ratio * (1 - cos * cos);
        return k < 0 ? null : Vector3.Normalize(d * ratio + n * (ratio * cos - MathF.Sqrt(k)));
    }
}
