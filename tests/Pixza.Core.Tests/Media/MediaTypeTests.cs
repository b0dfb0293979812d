using Pixza.Core.Media;

namespace Pixza.Core.Tests.Media;

public class MediaTypeTests
{
    [Theory]
    [InlineData("jpg", "image/jpeg")]
    [InlineData(".JPEG", "image/jpeg")]
    [InlineData("webp", "image/webp")]
    [InlineData("glb", "model/gltf-binary")]
    [InlineData("exe", null)]
    [InlineData("", null)]
    public void An_extension_names_a_type(string extension, string? contentType) =>
        Assert.Equal(contentType, MediaType.OfExtension(extension)?.ContentType);

    [Theory]
    [InlineData("image/png", "png")]
    [InlineData("IMAGE/JPG ; q=1", "jpg")]
    [InlineData("video/quicktime", "mov")]
    [InlineData("text/html", null)]
    [InlineData("", null)]
    public void A_content_type_names_a_type(string contentType, string? extension) =>
        Assert.Equal(extension, MediaType.OfContentType(contentType)?.Extension);

    [Fact]
    public void Pictures_that_can_be_put_in_are_png_jpeg_and_webp() =>
        Assert.Equal([MediaType.Png, MediaType.Jpeg, MediaType.WebP], MediaType.All.Where(type => type.IsInputImage));
}
