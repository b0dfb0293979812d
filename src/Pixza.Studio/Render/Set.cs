using System.Numerics;
using Pixza.Studio.Scene;
using Pixza.Studio.Scene.Shapes;

namespace Pixza.Studio.Render;

/// <summary>A stage made ready for rays: the subject brought to a common size, its box known, the light of the place summed up.</summary>
internal sealed class Set
{
    /// <summary>Units that the larger of height and width has.</summary>
    private const float CommonSize = 2;

    private readonly Quaternion _back = Quaternion.Identity;

    public Set(Stage stage, CancellationToken cancellationToken)
    {
        Stage = stage;
        var parts = stage.Subject.Parts;
        if (parts.Count > 0 && Bounds.Of(new Union([.. parts.Select(part => part.Shape)])) is { } raw)
        {
            var scale = CommonSize / Math.Max(raw.Size.Y, raw.Size.X);
            var down = new Vector3(-(raw.Low.X + raw.High.X) / 2, -raw.Low.Y, -(raw.Low.Z + raw.High.Z) / 2);
            Parts = [.. parts.Select(part => part with { Shape = part.Shape.At(down.X, down.Y, down.Z).Scaled(scale) })];
            Scale = scale;
            Shift = down;
            Box = new((raw.Low + down) * scale, (raw.High + down) * scale);
            Whole = new Union([.. Parts.Select(part => part.Shape)]);
            var solid = Parts.Where(part => part.Material.Clear < 0.5f).Select(part => part.Shape).ToArray();
            Solid = solid.Length == 0 ? null : new Union(solid);
            Clear = Parts.Any(part => part.Material.Clear >= 0.5f) ? new Union([.. Parts.Where(part => part.Material.Clear >= 0.5f).Select(part => part.Shape)]) : null;
        }

        Light = new(stage.Backdrop, stage.Lighting, cancellationToken);
    }

    private Set(Set still, float degrees)
    {
        (Stage, Scale, Shift, Light) = (still.Stage, still.Scale, still.Shift, still.Light);
        Parts = [.. still.Parts.Select(part => part with { Shape = part.Shape.Spin(degreesY: degrees) })];
        Whole = still.Whole?.Spin(degreesY: degrees);
        Solid = still.Solid?.Spin(degreesY: degrees);
        Clear = still.Clear?.Spin(degreesY: degrees);
        Box = still.Round();
        _back = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -degrees * MathF.PI / 180);
    }

    /// <summary>The same set with its subject turned about the upright axis.</summary>
    public Set Turned(float degrees) => new(this, degrees);

    /// <summary>The box that holds the subject however it is turned.</summary>
    public Bounds Round()
    {
        var reach = MathF.Sqrt(MathF.Max(Box.Low.X * Box.Low.X, Box.High.X * Box.High.X) + MathF.Max(Box.Low.Z * Box.Low.Z, Box.High.Z * Box.High.Z));
        return new(new(-reach, Box.Low.Y, -reach), new(reach, Box.High.Y, reach));
    }

    /// <summary>A place in the subject's own units and orientation.</summary>
    public Vector3 Own(Vector3 p) => Vector3.Transform(p, _back) / Scale - Shift;

    public Stage Stage { get; }

    public Part[] Parts { get; } = [];

    /// <summary>From the subject's own units to the common ones.</summary>
    public float Scale { get; } = 1;

    public Vector3 Shift { get; }

    public Bounds Box { get; } = new(new(-0.7f, 0, -0.7f), new(0.7f, CommonSize, 0.7f));

    /// <summary>All parts; null on an empty stage.</summary>
    public Shape? Whole { get; }

    /// <summary>The parts that are not glass.</summary>
    public Shape? Solid { get; }

    /// <summary>The parts that are glass.</summary>
    public Shape? Clear { get; }

    public Surroundings Light { get; }
}
