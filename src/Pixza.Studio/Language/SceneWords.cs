using System.Numerics;

namespace Pixza.Studio.Language;

/// <summary>What a prompt asks for; null where it says nothing.</summary>
/// <param name="Subject">A word of the catalogue.</param>
/// <param name="Colour">The subject's main colour, linear.</param>
/// <param name="SecondColour">The subject's second colour.</param>
/// <param name="Unknown">The words that named nothing, joined: they still steer the result.</param>
internal sealed record SceneWords(
    string? Subject, Vector3? Colour, Vector3? SecondColour, string? Material, string? Backdrop, Vector3? BackdropColour, string? Light, string Unknown);
