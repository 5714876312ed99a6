using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Zot.Sbom;

/// <summary>The properties of a program, from its assembly attributes.</summary>
/// <param name="Version">Its version: <c>0.1.0</c>.</param>
/// <param name="Commit">The commit it was built from.</param>
/// <param name="Flavour">The extensions in it: <c>-lint-mgmt</c>, or <c>minimal</c>.</param>
internal sealed record ProgramFacts(string Version, string Commit, string Flavour)
{
    /// <summary>Reads the properties from the program's assembly, without loading it.</summary>
    public static ProgramFacts Read(byte[] assembly)
    {
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        var metadata = file.GetMetadataReader();
        var attributes = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(metadata.GetCustomAttribute)
            .Select(attribute => (Name: NameOf(metadata, attribute), attribute))
            .ToList();
        var version = attributes.Where(static it => it.Name == nameof(AssemblyInformationalVersionAttribute))
            .Select(it => metadata.GetBlobReader(it.attribute.Value))
            .Select(static value => Texts(value, 1)[0])
            .FirstOrDefault("unknown");
        var flavour = attributes.Where(static it => it.Name == nameof(AssemblyMetadataAttribute))
            .Select(it => Texts(metadata.GetBlobReader(it.attribute.Value), 2))
            .Where(static pair => pair[0] == "BinaryType")
            .Select(static pair => pair[1])
            .FirstOrDefault("unknown");
        return version.Split('+', 2) is [var number, var commit]
            ? new ProgramFacts(number, commit, flavour)
            : new ProgramFacts(version, "unknown", flavour);
    }

    private static string NameOf(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : "";

    // ECMA-335, II.23.3: a prolog of two bytes, then the arguments.
    private static string[] Texts(BlobReader value, int count)
    {
        _ = value.ReadUInt16();
        var texts = new string[count];
        for (var at = 0; at < count; at++)
        {
            texts[at] = value.ReadSerializedString() ?? "";
        }

        return texts;
    }
}
