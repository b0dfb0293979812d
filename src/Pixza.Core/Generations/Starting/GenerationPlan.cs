using Pixza.Core.Models;
using Pixza.Core.Providers;

namespace Pixza.Core.Generations.Starting;

/// <summary>A wish with everything defaulted, and what had to be changed.</summary>
public sealed record GenerationPlan(
    Model Model, int Width, int Height, int Steps, string? OutputFormat, double? DurationSeconds, IReadOnlyList<Adjustment> Adjustments);
