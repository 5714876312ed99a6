using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>Reads and writes entries as JSON, in the same form in <c>index.json</c> and in the journal.</summary>
internal static class IndexEntryJson
{
    internal const string TagAnnotation = "org.opencontainers.image.ref.name";

    // Media types contain a '+', which the default encoder writes as \u002B.
    internal static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // Encoded once: an index of a thousand tags writes each of them a thousand times.
    private static readonly JsonEncodedText MediaType = Encode("mediaType");
    private static readonly JsonEncodedText DigestMember = Encode("digest");
    private static readonly JsonEncodedText Size = Encode("size");
    private static readonly JsonEncodedText Annotations = Encode("annotations");
    private static readonly JsonEncodedText TagMember = Encode(TagAnnotation);

    /// <summary>
    /// Reads an entry; <see langword="null"/> for a descriptor that is incomplete or of unknown form.
    /// </summary>
    internal static IndexEntry? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !Digest.TryParse(Text(element, "digest"), out var digest)
            || Text(element, "mediaType") is not { } mediaType
            || !element.TryGetProperty("size", out var size)
            || size.ValueKind != JsonValueKind.Number
            || !size.TryGetInt64(out var bytes)
            || bytes < 0)
        {
            return null;
        }

        var tag = element.TryGetProperty("annotations", out var annotations)
            && annotations.ValueKind == JsonValueKind.Object
            ? Text(annotations, TagAnnotation)
            : null;
        // A malformed media type is kept in the file, but not served: it may be invalid as a header value.
        var isWellFormed = MediaTypes.IsWellFormed(mediaType);
        return new IndexEntry(
            new Descriptor(isWellFormed ? Shared(mediaType) : MediaTypes.OctetStream, digest, bytes), tag)
        {
            Source = !isWellFormed || SaysMore(element) ? JsonMarshal.GetRawUtf8Value(element).ToArray() : default,
        };
    }

    internal static void Write(Utf8JsonWriter json, IndexEntry entry)
    {
        if (!entry.Source.IsEmpty)
        {
            json.WriteRawValue(entry.Source.Span, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString(MediaType, entry.Descriptor.MediaType);
        json.WriteString(DigestMember, entry.Descriptor.Digest.ToString());
        json.WriteNumber(Size, entry.Descriptor.Size);
        if (entry.Tag is not null)
        {
            json.WriteStartObject(Annotations);
            json.WriteString(TagMember, entry.Tag);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Returns the same JSON without the tag annotation.</summary>
    internal static ReadOnlyMemory<byte> WithoutTag(ReadOnlyMemory<byte> source)
    {
        if (source.IsEmpty)
        {
            return source;
        }

        using var document = LenientJson.Parse(source);
        var buffer = new ArrayBufferWriter<byte>(source.Length);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                WriteWithoutTag(json, member);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(name, Options.Encoder);

    private static void WriteWithoutTag(Utf8JsonWriter json, JsonProperty member)
    {
        if (member.Name != "annotations" || member.Value.ValueKind != JsonValueKind.Object)
        {
            member.WriteTo(json);
            return;
        }

        json.WriteStartObject(member.Name);
        foreach (var annotation in member.Value.EnumerateObject()
            .Where(static annotation => annotation.Name != TagAnnotation))
        {
            annotation.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static bool SaysMore(JsonElement element) =>
        element.EnumerateObject().Any(static member => member.Name switch
        {
            "mediaType" or "digest" or "size" => false,
            "annotations" when member.Value.ValueKind == JsonValueKind.Object =>
                member.Value.EnumerateObject().Any(static annotation => annotation.Name != TagAnnotation),
            _ => true,
        });

    private static string? Text(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // Ten thousand entries share the same few types.
    private static string Shared(string mediaType) => mediaType switch
    {
        MediaTypes.OciManifest => MediaTypes.OciManifest,
        MediaTypes.OciIndex => MediaTypes.OciIndex,
        MediaTypes.DockerManifest => MediaTypes.DockerManifest,
        MediaTypes.DockerList => MediaTypes.DockerList,
        _ => mediaType,
    };
}
