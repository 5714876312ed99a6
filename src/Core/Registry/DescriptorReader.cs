using System.Text.Json;

namespace Zot.Registry;

/// <summary>Reads descriptors and their members from manifests.</summary>
/// <remarks>image-spec v1.1.1, schema/content-descriptor.json and schema/defs-descriptor.json.</remarks>
/// <param name="isStrict">Indicates whether each specified member must have its exact name.</param>
internal sealed class DescriptorReader(bool isStrict)
{
    private static readonly MemberNames Members =
        new("mediaType", "digest", "size", "artifactType", "annotations", "urls", "data", "platform");

    private static readonly MemberNames PlatformMembers =
        new("architecture", "os", "os.version", "os.features", "variant", "features");

    /// <summary>Reads the members of an object.</summary>
    /// <exception cref="RegistryException">A name is ambiguous or, in a strict reader, not exact.</exception>
    internal JsonElement[] Read(MemberNames names, JsonElement owner, string path)
    {
        var members = names.Read(owner, out var misspelled, out var ambiguous);
        if (ambiguous is not null)
        {
            throw ManifestReader.Invalid(Join(path, ambiguous), "must not be repeated, in any letter case");
        }

        return isStrict && misspelled is not null
            ? throw ManifestReader.Invalid(
                Join(path, misspelled), "is not a member: names must have the letter case of the specification")
            : members;
    }

    /// <summary>Reads a descriptor; <see langword="null"/> if it is missing.</summary>
    internal Descriptor? Optional(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Read(value, path);

    /// <summary>Reads a list of descriptors, which must exist but may be empty.</summary>
    internal List<Descriptor> List(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw ManifestReader.Invalid(path, "must be a list");
        }

        var descriptors = new List<Descriptor>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            descriptors.Add(Read(element, $"{path}[{descriptors.Count}]"));
        }

        return descriptors;
    }

    /// <summary>Reads annotations: strings by name; the last of several with the same name applies.</summary>
    internal static Dictionary<string, string>? Annotations(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ManifestReader.Invalid(path, "must be an object");
        }

        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var annotation in value.EnumerateObject())
        {
            annotations[annotation.Name] = annotation.Value.ValueKind == JsonValueKind.String
                ? annotation.Value.GetString()!
                : throw ManifestReader.Invalid(Join(path, annotation.Name), "must be a string");
        }

        return annotations;
    }

    /// <summary>Reads a media type; <see langword="null"/> if it is missing or empty.</summary>
    internal static string? MediaType(JsonElement value, string path) =>
        Text(value, path) switch
        {
            null or "" => null,
            var text when MediaTypes.IsWellFormed(text) => text,
            _ => throw ManifestReader.Invalid(path, "must be a media type (RFC 6838, section 4.2)"),
        };

    /// <summary>Reads a string; <see langword="null"/> if it is missing.</summary>
    internal static string? Text(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => throw ManifestReader.Invalid(path, "must be a string"),
    };

    internal static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    private Descriptor Read(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ManifestReader.Invalid(path, "must be a descriptor");
        }

        var members = Read(Members, value, path);
        var mediaType = MediaType(members[0], $"{path}.mediaType")
            ?? throw ManifestReader.Invalid($"{path}.mediaType", "is missing");
        if (members[2].ValueKind != JsonValueKind.Number || !members[2].TryGetInt64(out var bytes) || bytes < 0)
        {
            throw ManifestReader.Invalid($"{path}.size", "must be a number of bytes");
        }

        if (!Digest.TryParse(Text(members[1], $"{path}.digest"), out var digest))
        {
            throw ManifestReader.Invalid($"{path}.digest", "must be a sha256, sha384 or sha512 digest");
        }

        return new Descriptor(mediaType, digest, bytes)
        {
            ArtifactType = MediaType(members[3], $"{path}.artifactType"),
            Annotations = Annotations(members[4], $"{path}.annotations"),
            Platform = members[7].ValueKind == JsonValueKind.Object ? Platform(members[7], $"{path}.platform") : null,
        };
    }

    // Members of other types are ignored: they reject no image, as it does not depend on them.
    private DescriptorPlatform Platform(JsonElement value, string path)
    {
        var members = Read(PlatformMembers, value, path);
        return new DescriptorPlatform(TextOf(members[1]), TextOf(members[0]), TextOf(members[4]));

        static string? TextOf(JsonElement member) =>
            member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }
}
