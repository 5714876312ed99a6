using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Zot.Sbom;

/// <summary>The resources embedded in an assembly: libraries of machine code among them.</summary>
internal static class Resources
{
    /// <summary>Lists their names.</summary>
    public static IEnumerable<string> Of(byte[] assembly)
    {
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.ManifestResources.Select(resource => metadata.GetString(metadata.GetManifestResource(resource).Name))];
    }
}
