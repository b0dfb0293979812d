using Pixza.Core.Pictures;
using Pixza.Studio.Media;

namespace Pixza.Studio.Cutout;

/// <summary>The studio's cutter, for channels.</summary>
internal sealed class StudioMask(PictureReader reader) : IProductMask
{
    public async Task<ProductMask?> FindAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        var (picture, _) = await reader.ReadAsync(image, cancellationToken);
        if (picture is null)
            return null;
        var cut = await Task.Run(() => ProductCutter.Cut(picture, cancellationToken), cancellationToken);
        return cut is null ? null : new(picture.Width, picture.Height, cut.Alpha, cut.Confidence);
    }
}
