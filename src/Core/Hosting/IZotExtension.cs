using Zot.Client.Commands;

namespace Zot.Hosting;

/// <summary>An optional part of the registry.</summary>
/// <remarks>
/// Each extension has a real implementation and a disabled twin; EXTENSIONS selects which one is compiled.
/// </remarks>
public interface IZotExtension : IZotPart
{
    /// <summary>Indicates whether this is the real implementation.</summary>
    bool IsCompiledIn { get; }

    /// <summary>The commands of the extension, independent of the configuration; usually none.</summary>
    IReadOnlyList<ExtensionCommand> Commands { get; }
}
