using System.Text.Json;
using System.Text.RegularExpressions;

namespace Zot.Registry;

/// <summary>Reads descriptors and what they are made of, out of manifests.</summary>
/// <remarks>image-spec v1.1.1, schema/content-descriptor.json and schema/defs-descriptor.json.</remarks>
internal static partial class DescriptorReader
{
    /// <summary>A descriptor; <see langword="null"/> when there is none.</summary>
    internal static Descriptor? Optional(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null
            ? Read(value, member)
            : null;

    /// <summary>A list of descriptors, which must be there but may be empty.</summary>
    internal static List<Descriptor> List(JsonElement owner, string member)
    {
        if (!owner.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.Array)
        {
            throw ManifestReader.Invalid(member, "must be a list");
        }

        var descriptors = new List<Descriptor>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            descriptors.Add(Read(element, $"{member}[{descriptors.Count}]"));
        }

        return descriptors;
    }

    /// <summary>Annotations: strings by name.</summary>
    internal static Dictionary<string, string>? Annotations(JsonElement owner)
    {
        if (!owner.TryGetProperty("annotations", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ManifestReader.Invalid("annotations", "must be an object");
        }

        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var annotation in value.EnumerateObject())
        {
            annotations[annotation.Name] = annotation.Value.ValueKind == JsonValueKind.String
                ? annotation.Value.GetString()!
                : throw ManifestReader.Invalid($"annotations.{annotation.Name}", "must be a string");
        }

        return annotations;
    }

    /// <summary>A media type; <see langword="null"/> when there is none.</summary>
    internal static string? MediaType(JsonElement owner, string member) =>
        Text(owner, member) switch
        {
            null or "" => null,
            var text when MediaTypeForm().IsMatch(text) => text,
            _ => throw ManifestReader.Invalid(member, "must be a media type (RFC 6838, section 4.2)"),
        };

    /// <summary>A string; <see langword="null"/> when there is none.</summary>
    internal static string? Text(JsonElement owner, string member)
    {
        if (!owner.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw ManifestReader.Invalid(member, "must be a string");
    }

    private static Descriptor Read(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ManifestReader.Invalid(path, "must be a descriptor");
        }

        var mediaType = MediaType(value, "mediaType") ?? throw ManifestReader.Invalid($"{path}.mediaType", "is missing");
        if (!value.TryGetProperty("size", out var size)
            || size.ValueKind != JsonValueKind.Number
            || !size.TryGetInt64(out var bytes)
            || bytes < 0)
        {
            throw ManifestReader.Invalid($"{path}.size", "must be a number of bytes");
        }

        if (!Digest.TryParse(Text(value, "digest"), out var digest))
        {
            throw ManifestReader.Invalid($"{path}.digest", "must be a sha256, sha384 or sha512 digest");
        }

        return new Descriptor(mediaType, digest, bytes)
        {
            ArtifactType = MediaType(value, "artifactType"),
            Annotations = Annotations(value),
        };
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$")]
    private static partial Regex MediaTypeForm();
}
