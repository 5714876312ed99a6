using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Zot.Sbom;

/// <summary>The types that the native compiler kept at least in part, from its statistics (<c>*.mstat</c>).</summary>
/// <remarks>
/// The file is an assembly. Two of its global methods, <c>Types</c> and <c>Methods</c>, load a token for each item,
/// followed by its sizes. Metadata alone would list too many types: a signature names types that are not compiled.
/// </remarks>
internal sealed class CompiledTypes
{
    private const byte LoadToken = 0xD0;
    private const byte LoadInt32 = 0x20;
    private const byte LoadShortInt32 = 0x1F;

    private readonly Dictionary<string, HashSet<string>> _byAssembly = new(StringComparer.Ordinal);
    private readonly MetadataReader _metadata;

    private CompiledTypes(PEReader file)
    {
        _metadata = file.GetMetadataReader();
        foreach (var method in _metadata.MethodDefinitions.Select(_metadata.GetMethodDefinition)
            .Where(method => _metadata.GetString(method.Name) is "Types" or "Methods"))
        {
            foreach (var token in TokensOf(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
            {
                Add(token);
            }
        }
    }

    /// <summary>Gets the names of the assemblies with compiled code.</summary>
    public IEnumerable<string> Assemblies => _byAssembly.Keys;

    /// <summary>Reads the statistics of a compilation.</summary>
    public static CompiledTypes Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new CompiledTypes(file);
    }

    /// <summary>Returns the names of the types of an assembly, without their namespaces.</summary>
    public IReadOnlyCollection<string> Of(string assembly) => _byAssembly.GetValueOrDefault(assembly) ?? [];

    private static List<EntityHandle> TokensOf(BlobReader code)
    {
        var tokens = new List<EntityHandle>();
        while (code.RemainingBytes > 0)
        {
            switch (code.ReadByte())
            {
                case LoadToken:
                    tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case LoadInt32:
                    _ = code.ReadInt32();
                    break;
                case LoadShortInt32:
                    _ = code.ReadByte();
                    break;
            }
        }

        return tokens;
    }

    private void Add(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                Add(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
                break;
            case HandleKind.MemberReference:
                Add(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.TypeSpecification:
                Add(DefinitionOf(_metadata.GetBlobReader(_metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature)));
                break;
            case HandleKind.TypeReference:
                Add(_metadata.GetTypeReference((TypeReferenceHandle)handle));
                break;
        }
    }

    private void Add(TypeReference type)
    {
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                Add(type.ResolutionScope);
                break;
            case HandleKind.AssemblyReference:
                var scope = _metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                var assembly = _metadata.GetString(scope.Name);
                if (!_byAssembly.TryGetValue(assembly, out var types))
                {
                    _byAssembly.Add(assembly, types = new(StringComparer.Ordinal));
                }

                types.Add(_metadata.GetString(type.Name));
                break;
        }
    }

    // ECMA-335, II.23.2.12: arrays and pointers count for their element type, instances for their generic definition.
    private static EntityHandle DefinitionOf(BlobReader signature)
    {
        while (true)
        {
            switch (signature.ReadSignatureTypeCode())
            {
                case SignatureTypeCode.TypeHandle:
                    return signature.ReadTypeHandle();
                case SignatureTypeCode.GenericTypeInstance or SignatureTypeCode.SZArray or SignatureTypeCode.Array
                    or SignatureTypeCode.Pointer or SignatureTypeCode.ByReference:
                    break;
                default:
                    return default;
            }
        }
    }
}
