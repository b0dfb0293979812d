using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pixza.Studio.Media;
using Pixza.Studio.Scene;

namespace Pixza.Studio.Mesh;

/// <summary>Writes binary glTF 2.0: one primitive for each material, in one mesh.</summary>
internal sealed class Glb : IDisposable
{
    private const int Float = 5126;
    private const int UnsignedInt = 5125;
    private const int VertexData = 34962;
    private const int IndexData = 34963;
    private readonly MemoryStream _data = new();
    private readonly JsonArray _views = [];
    private readonly JsonArray _accessors = [];
    private readonly JsonArray _materials = [];
    private readonly JsonArray _primitives = [];
    private JsonArray? _images;

    /// <summary>Adds a surface in a studio material, its colours in its corners.</summary>
    public void Add(Surface surface, Material material)
    {
        var clear = material.Clear > 0;
        var colour = clear ? material.Base : Vector3.One;
        var added = new JsonObject
        {
            ["pbrMetallicRoughness"] = new JsonObject
            {
                ["baseColorFactor"] = new JsonArray(colour.X, colour.Y, colour.Z, clear ? 0.35f : 1f),
                ["metallicFactor"] = material.Metallic,
                ["roughnessFactor"] = material.Roughness,
            },
        };
        if (clear)
            (added["alphaMode"], added["doubleSided"]) = ("BLEND", true);
        if (material.Glow > 0)
            added["emissiveFactor"] = new JsonArray(Math.Min(1, material.Base.X), Math.Min(1, material.Base.Y), Math.Min(1, material.Base.Z));
        _materials.Add(added);
        Primitive(surface, clear ? null : surface.Colours);
    }

    /// <summary>Adds a surface with a picture on it; what is transparent in the picture is cut away.</summary>
    public void Add(Surface surface, Picture texture)
    {
        _images = [new JsonObject { ["bufferView"] = View(Png.Write(texture, ""), null), ["mimeType"] = "image/png" }];
        _materials.Add(new JsonObject
        {
            ["pbrMetallicRoughness"] = new JsonObject { ["baseColorTexture"] = new JsonObject { ["index"] = 0 }, ["metallicFactor"] = 0, ["roughnessFactor"] = 0.6f },
            ["alphaMode"] = "MASK",
            ["alphaCutoff"] = 0.5f,
            ["doubleSided"] = true,
        });
        Primitive(surface, null);
    }

    public void Dispose() => _data.Dispose();

    public byte[] Write(string name, Provenance provenance)
    {
        var root = new JsonObject
        {
            ["asset"] = new JsonObject { ["version"] = "2.0", ["generator"] = "Pixza Studio", ["extras"] = new JsonObject { ["DigitalSourceType"] = provenance.DigitalSourceType } },
            ["scene"] = 0,
            ["scenes"] = new JsonArray(new JsonObject { ["nodes"] = new JsonArray(0) }),
            ["nodes"] = new JsonArray(new JsonObject { ["mesh"] = 0, ["name"] = name }),
            ["meshes"] = new JsonArray(new JsonObject { ["primitives"] = _primitives, ["name"] = name }),
            ["materials"] = _materials,
            ["accessors"] = _accessors,
            ["bufferViews"] = _views,
            ["buffers"] = new JsonArray(new JsonObject { ["byteLength"] = _data.Length }),
        };
        if (_images is not null)
        {
            root["images"] = _images;
            root["samplers"] = new JsonArray(new JsonObject { ["magFilter"] = 9729, ["minFilter"] = 9987, ["wrapS"] = 33071, ["wrapT"] = 33071 });
            root["textures"] = new JsonArray(new JsonObject { ["source"] = 0, ["sampler"] = 0 });
        }

        var json = Encoding.UTF8.GetBytes(root.ToJsonString(JsonSerializerOptions.Default));
        using var file = new MemoryStream();
        var data = _data.ToArray();
        int jsonLength = json.Length + 3 & ~3, dataLength = data.Length + 3 & ~3;
        file.Write("glTF"u8);
        Int(file, 2);
        Int(file, 12 + 8 + jsonLength + 8 + dataLength);
        Chunk(file, json, jsonLength, "JSON"u8, (byte)' ');
        Chunk(file, data, dataLength, "BIN\0"u8, 0);
        return file.ToArray();
    }

    private void Primitive(Surface surface, List<Vector3>? colours)
    {
        var places = CollectionsMarshal.AsSpan(surface.Places);
        Vector3 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (var p in places)
            (low, high) = (Vector3.Min(low, p), Vector3.Max(high, p));
        var attributes = new JsonObject
        {
            ["POSITION"] = Accessor(View(MemoryMarshal.AsBytes(places), VertexData), Float, "VEC3", places.Length, low, high),
            ["NORMAL"] = Accessor(View(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(surface.Normals)), VertexData), Float, "VEC3", places.Length),
        };
        if (colours is { Count: > 0 })
            attributes["COLOR_0"] = Accessor(View(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(colours)), VertexData), Float, "VEC3", places.Length);
        if (surface.Texture.Count > 0)
            attributes["TEXCOORD_0"] = Accessor(View(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(surface.Texture)), VertexData), Float, "VEC2", places.Length);
        var indices = Accessor(View(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(surface.Triangles)), IndexData), UnsignedInt, "SCALAR", surface.Triangles.Count);
        _primitives.Add(new JsonObject { ["attributes"] = attributes, ["indices"] = indices, ["material"] = _materials.Count - 1 });
    }

    private int View(ReadOnlySpan<byte> bytes, int? target)
    {
        while (_data.Length % 4 != 0)
            _data.WriteByte(0);
        var view = new JsonObject { ["buffer"] = 0, ["byteOffset"] = _data.Length, ["byteLength"] = bytes.Length };
        if (target is { } kind)
            view["target"] = kind;
        _data.Write(bytes);
        _views.Add(view);
        return _views.Count - 1;
    }

    private int Accessor(int view, int component, string type, int count, Vector3? low = null, Vector3? high = null)
    {
        var accessor = new JsonObject { ["bufferView"] = view, ["componentType"] = component, ["type"] = type, ["count"] = count };
        if (low is { } l && high is { } h)
            (accessor["min"], accessor["max"]) = (new JsonArray(l.X, l.Y, l.Z), new JsonArray(h.X, h.Y, h.Z));
        _accessors.Add(accessor);
        return _accessors.Count - 1;
    }

    private static void Chunk(MemoryStream file, byte[] content, int length, ReadOnlySpan<byte> name, byte padding)
    {
        Int(file, length);
        file.Write(name);
        file.Write(content);
        for (var i = content.Length; i < length; i++)
            file.WriteByte(padding);
    }

    private static void Int(MemoryStream file, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        file.Write(bytes);
    }
}
