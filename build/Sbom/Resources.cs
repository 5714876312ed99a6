using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Zot.Sbom;

/// <summary>Reads the resources embedded in an assembly, including native libraries.</summary>
internal static class Resources
{
    /// <summary>Lists the names of the resources.</summary>
    public static IEnumerable<string> Of(byte[] assembly)
    {
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.ManifestResources.Select(resource => metadata.GetString(metadata.GetManifestResource(resource).Name))];
    }
}
