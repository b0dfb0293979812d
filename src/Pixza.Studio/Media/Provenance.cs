namespace Pixza.Studio.Media;

/// <summary>
/// How a file came to be, in the IPTC's words. The studio computes its pictures from rules and was trained on nothing, so they are
/// "algorithmicMedia", not "trainedAlgorithmicMedia"; a customer's photo set into such a picture is a "compositeSynthetic".
/// </summary>
internal sealed record Provenance(string DigitalSourceType)
{
    public static readonly Provenance Rendered = new("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia");

    public static readonly Provenance Composed = new("http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic");

    /// <summary>The XMP packet that says so.</summary>
    public string ToXmp() =>
        $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" Iptc4xmpExt:DigitalSourceType="{DigitalSourceType}" xmp:CreatorTool="Pixza Studio"/></rdf:RDF></x:xmpmeta>
        <?xpacket end="r"?>
        """;
}
