using Zot.Client.Commands;

namespace Zot.Hosting;

/// <summary>The twin of an extension that is not part of this build: it has the name, and does nothing.</summary>
/// <remarks>
/// Logs nothing: the configuration check, which <c>verify</c> also runs, warns if a missing extension is configured.
/// </remarks>
public abstract class DisabledExtension(string name) : IZotExtension
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public bool IsCompiledIn => false;

    /// <inheritdoc/>
    public IReadOnlyList<ExtensionCommand> Commands => [];

    /// <inheritdoc/>
    public virtual void Configure(ZotBuilder zot)
    {
    }
}
