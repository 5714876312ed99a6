namespace Zot.Sbom;

/// <summary>A program that was compiled to native code, with the output that the compiler wrote beside it.</summary>
/// <remarks>
/// The compiler writes every type and method that it kept to <c>*.mstat</c>. Native libraries are embedded in the main
/// assembly as resources.
/// </remarks>
internal sealed class NativeProgram : IPublishedProgram
{
    private readonly string _evidence;
    private readonly CompiledTypes _types;

    private NativeProgram(string evidence, string name)
    {
        _evidence = evidence;
        _types = CompiledTypes.Read(Path.Combine(evidence, $"{name}.mstat"));
        Dependencies = File.ReadAllBytes(Path.Combine(evidence, $"{name}.deps.json"));
        Files = new HashSet<string>(
            [.. _types.Assemblies.Select(static assembly => $"{assembly}.dll"), .. Resources.Of(ReadAssembly($"{name}.dll"))],
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlySet<string> Files { get; }

    /// <inheritdoc/>
    public byte[] Dependencies { get; }

    /// <summary>Reads the compiler output of a program.</summary>
    /// <exception cref="InvalidDataException">The output is missing, or belongs to another program.</exception>
    public static NativeProgram Read(string binary, string evidence)
    {
        var list = Directory.Exists(evidence) ? Directory.GetFiles(evidence, "*.mstat") : [];
        return list is [var only]
            ? new NativeProgram(evidence, Path.GetFileNameWithoutExtension(only))
            : throw new InvalidDataException($"{binary} is not a single-file bundle, and {evidence} has no list of a native compilation");
    }

    /// <inheritdoc/>
    public byte[] ReadAssembly(string name)
    {
        var file = Path.Combine(_evidence, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : throw new InvalidDataException($"{file} not found");
    }

    /// <inheritdoc/>
    public IEnumerable<string> TypesOf(string assembly) => _types.Of(Path.GetFileNameWithoutExtension(assembly));

    /// <inheritdoc/>
    public string RuntimeOf(string pack) => pack.Replace("NETCore.App.Runtime.", "NETCore.App.Runtime.NativeAOT.", StringComparison.Ordinal);
}
