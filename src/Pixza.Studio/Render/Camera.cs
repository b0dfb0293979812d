using System.Numerics;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Render;

/// <summary>Where the picture is taken from: in front of the subject, a little above, looking down.</summary>
internal sealed class Camera
{
    private readonly Vector3 _right, _up, _forward;
    private readonly float _centreX, _centreY;

    /// <param name="subject">The box that has to be in the picture.</param>
    /// <param name="centre">Where in the picture the middle of the box is, 0..1 from the top.</param>
    public Camera(CameraAngle angle, Bounds subject, int width, int height, float centre = 0.535f)
    {
        (Width, Height) = (width, height);
        var half = MathF.Tan(angle.FieldDegrees * MathF.PI / 360);
        Focal = Math.Min(width, height) / 2f / half;
        var pitch = angle.PitchDegrees * MathF.PI / 180;
        _forward = new Vector3(0, -MathF.Sin(pitch), -MathF.Cos(pitch));
        _right = Vector3.UnitX;
        _up = Vector3.Cross(_right, _forward);
        var size = subject.Size;
        var tall = size.Y * MathF.Cos(pitch) + size.Z * MathF.Sin(pitch) * 0.5f;
        // Wide pictures are bounded by the subject's height, tall ones by its width.
        var distance = Math.Max(tall / (angle.Fill * height), size.X / (Math.Min(0.98f, angle.Fill * 1.2f) * width)) * Focal + size.Z * 0.25f;
        var middle = (subject.Low + subject.High) / 2;
        Origin = new Vector3(middle.X, middle.Y, middle.Z) - _forward * distance;
        (_centreX, _centreY) = (width / 2f, height * centre);
    }

    /// <summary>A camera that sees the middle of the stage's floor at a given place, one unit there being so many pixels.</summary>
    public Camera(CameraAngle angle, int width, int height, float footX, float footY, float unitPixels)
    {
        (Width, Height) = (width, height);
        Focal = Math.Min(width, height) / 2f / MathF.Tan(angle.FieldDegrees * MathF.PI / 360);
        var pitch = angle.PitchDegrees * MathF.PI / 180;
        _forward = new Vector3(0, -MathF.Sin(pitch), -MathF.Cos(pitch));
        _right = Vector3.UnitX;
        _up = Vector3.Cross(_right, _forward);
        (_centreX, _centreY) = (width / 2f, height / 2f);
        var distance = Focal / unitPixels;
        Origin = -(_forward + _right * ((footX - _centreX) / Focal) + _up * ((_centreY - footY) / Focal)) * distance;
    }

    public int Width { get; }

    public int Height { get; }

    public Vector3 Origin { get; }

    /// <summary>Pixels per unit of slope.</summary>
    public float Focal { get; }

    public Vector3 Forward => _forward;

    public Vector3 Right => _right;

    public Vector3 Up => _up;

    public (float X, float Y) Centre => (_centreX, _centreY);

    /// <summary>The direction of the ray through a place of the picture.</summary>
    public Vector3 Ray(float px, float py) => Vector3.Normalize(_forward + _right * ((px - _centreX) / Focal) - _up * ((py - _centreY) / Focal));

    /// <summary>Where a direction is seen, in pixels; null behind the camera.</summary>
    public Vector2? Project(Vector3 direction)
    {
        var depth = Vector3.Dot(direction, _forward);
        if (depth < 0.05f)
            return null;
        return new(_centreX + Vector3.Dot(direction, _right) / depth * Focal, _centreY - Vector3.Dot(direction, _up) / depth * Focal);
    }
}
