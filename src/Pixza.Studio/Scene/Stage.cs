using System.Numerics;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Scene;

/// <summary>One piece of a subject, of one material. The subject stands on y = 0 and faces +z.</summary>
internal sealed record Part(Shape Shape, Material Material);

/// <summary>What the picture is of.</summary>
internal sealed record Subject(string Name, IReadOnlyList<Part> Parts);

/// <summary>The lamp that casts the shadow, and the light from behind that draws the outline.</summary>
/// <param name="ToKey">Unit vector from the subject to the lamp.</param>
/// <param name="Softness">Width of the half-shadow: 0.02 sun, 0.3 large soft box.</param>
/// <param name="Ambient">Factor on the light of the surroundings.</param>
/// <param name="Exposure">Factor on everything before tone mapping.</param>
internal sealed record Lighting(
    string Name, Vector3 ToKey, Vector3 Key, float Softness, Vector3 ToRim, Vector3 Rim, float Ambient, float Exposure, Vector3 Tint, float Vignette);

/// <summary>What the subject stands on.</summary>
/// <param name="Edge">How far behind the subject the ground ends, in units; it melts into the surroundings there.</param>
/// <param name="Melt">Over how many units it melts.</param>
internal sealed record Ground(Material Material, float Edge, float Melt);

/// <summary>A blurred point of light far behind the subject.</summary>
internal readonly record struct Bokeh(Vector3 Direction, float Radius, Vector3 Colour);

/// <summary>What is far away: light by direction, and blurred lights in it.</summary>
internal sealed record Backdrop(string Name, Ground Ground, Func<Vector3, Vector3> Light, IReadOnlyList<Bokeh> Bokeh);

/// <summary>All that is photographed, and from where.</summary>
internal sealed record Stage(Subject Subject, Backdrop Backdrop, Lighting Lighting, CameraAngle Camera, int GrainSeed);

/// <param name="PitchDegrees">How far the camera looks down.</param>
/// <param name="FieldDegrees">Vertical field of view of a square picture.</param>
/// <param name="Fill">Share of the picture's smaller side that the subject takes.</param>
internal sealed record CameraAngle(float PitchDegrees, float FieldDegrees, float Fill);
