using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>The file <c>index.json</c>: the index of a repository in the format of OCI tools.</summary>
/// <remarks>image-spec v1.1.1, image-layout.md, "index.json".</remarks>
internal static class IndexFile
{
    // The approximate length of a tagged entry.
    private const int BytesPerEntry = 240;

    /// <summary>The content for a new repository, the same as zot's.</summary>
    internal static ReadOnlyMemory<byte> New { get; } = """{"schemaVersion":2,"manifests":null}"""u8.ToArray();

    /// <summary>Reads an index. Invalid Unicode is read, and later written, as U+FFFD.</summary>
    /// <exception cref="JsonException">The content is not an index.</exception>
    internal static RepositoryIndex Read(ReadOnlyMemory<byte> content)
    {
        using var document = LenientJson.Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("index.json is not an object");
        }

        var editor = new IndexEditor(RepositoryIndex.Empty);
        List<ReadOnlyMemory<byte>> members = [];
        List<ReadOnlyMemory<byte>> descriptors = [];
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member)
            {
                case { Name: "schemaVersion" } or { Name: "manifests", Value.ValueKind: JsonValueKind.Null }:
                    break;
                case { Name: "manifests", Value.ValueKind: JsonValueKind.Array }:
                    ReadEntries(member.Value, editor, descriptors);
                    break;
                case { Name: "manifests" }:
                    throw new JsonException("'manifests' of index.json is not a list");
                default:
                    members.Add(Raw(member));
                    break;
            }
        }

        return editor.ToIndex().With(new IndexRemainder(members, descriptors));
    }

    /// <summary>Serializes an index. Disposing the buffer returns its memory, which the next push reuses.</summary>
    internal static RentedBuffer Write(RepositoryIndex index)
    {
        var buffer = new RentedBuffer(BytesPerEntry * (index.Tagged.Count + index.Untagged.Count + 1));
        buffer.Write("""{"schemaVersion":2"""u8);
        foreach (var member in index.Remainder.Members)
        {
            buffer.Write(","u8);
            buffer.Write(member.Span);
        }

        buffer.Write(""","manifests":"""u8);
        using (var json = new Utf8JsonWriter(buffer, IndexEntryJson.Options))
        {
            json.WriteStartArray();
            foreach (var entry in index.InOrder())
            {
                IndexEntryJson.Write(json, entry);
            }

            foreach (var unknown in index.Remainder.Descriptors)
            {
                json.WriteRawValue(unknown.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
        }

        buffer.Write("}"u8);
        return buffer;
    }

    private static byte[] Raw(JsonProperty member)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        var value = JsonMarshal.GetRawUtf8Value(member.Value);
        return [(byte)'"', .. name, (byte)'"', (byte)':', .. value];
    }

    private static void ReadEntries(JsonElement manifests, IndexEditor editor, List<ReadOnlyMemory<byte>> unknown)
    {
        HashSet<string> tags = new(StringComparer.Ordinal);
        HashSet<Digest> untagged = [];
        foreach (var element in manifests.EnumerateArray())
        {
            if (IndexEntryJson.Read(element) is not { } entry)
            {
                unknown.Add(JsonMarshal.GetRawUtf8Value(element).ToArray());
                continue;
            }

            // Of two entries with the same tag the first wins, as in zot; the other manifest can still be pulled by
            // digest.
            var kept = entry.Tag is { } tag && !tags.Add(tag) ? entry.WithoutTag() : entry;
            if (kept.Tag is not null || untagged.Add(kept.Descriptor.Digest))
            {
                editor.Apply(IndexChange.Set(kept));
            }
        }
    }
}
