namespace Zot.Hosting;

/// <summary>The twin of an extension that is not in this build: it has the name, and does nothing.</summary>
/// <remarks>
/// Nothing is logged here: that a configuration asks for what is not there is a warning of the configuration, which
/// <c>verify</c> gives, too.
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
