using System.Numerics;

namespace Pixza.Studio.Render;

/// <summary>Something that is set into the finished picture: here it casts its shadow and its mirror image on the ground.</summary>
internal interface IStandIn
{
    /// <summary>How much of the lamp, and of the light from all round, reaches a place of the ground: 1 all, 0 none.</summary>
    (float Lamp, float Open) Shade(Vector3 ground);

    /// <summary>What a ray from the ground meets of it: its colour (linear) and how much it covers.</summary>
    (Vector3 Colour, float Share) Mirrored(Vector3 ground, Vector3 direction);
}
