namespace Zot.Hosting;

/// <summary>What a build may add to the registry: services, a layer, jobs and routes; and to the command line.</summary>
/// <remarks>Each has a real implementation and a disabled twin; which of them compiles is decided by EXTENSIONS.</remarks>
public interface IZotExtension
{
    /// <summary>Its name in EXTENSIONS, in lower case.</summary>
    string Name { get; }

    /// <summary>Whether this is the real implementation.</summary>
    bool IsCompiledIn { get; }

    /// <summary>The commands it adds to the command line, whatever is configured; most add none.</summary>
    IReadOnlyList<ExtensionCommand> Commands { get; }

    /// <summary>Adds to the registry what the configuration asks for.</summary>
    void Configure(ZotBuilder zot);
}
