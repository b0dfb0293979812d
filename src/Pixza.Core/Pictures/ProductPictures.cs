namespace Pixza.Core.Pictures;

/// <summary>Finds the product in a photo. Implemented by Studio, so that channels need not know an engine.</summary>
public interface IProductMask
{
    /// <param name="image">A png, jpeg or webp file.</param>
    /// <returns>The mask, or null when no product stands out from the background.</returns>
    Task<ProductMask?> FindAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken);
}

/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Alpha">Width × Height bytes, row by row: 0 background, 255 product.</param>
/// <param name="Confidence">0..1: how plainly the product stands out.</param>
public sealed record ProductMask(int Width, int Height, byte[] Alpha, double Confidence);

/// <summary>Says how much of a product survived an edit. Implemented by Studio.</summary>
public interface ITruthScore
{
    /// <summary>Compares the product in <paramref name="original"/> with the one in <paramref name="edited"/> (png, jpeg or webp files).</summary>
    Task<TruthScore> CompareAsync(ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> edited, CancellationToken cancellationToken);
}

/// <summary>Each 0..1, 1 where nothing changed; <paramref name="Overall"/> is the least of the three.</summary>
public sealed record TruthScore(double Overall, double Mask, double Colour, double Edges);
