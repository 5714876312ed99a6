namespace Zot.Configuration.Tree;

/// <summary>
/// A configuration value before it is interpreted: the common form of JSON, YAML and the environment.
/// </summary>
internal abstract class ConfigNode
{
    /// <summary>The description of the node in messages that expect something else: "a list", "an object" ….</summary>
    public abstract string Description { get; }

    /// <summary>Returns a copy that shares no mutable state.</summary>
    public abstract ConfigNode Clone();
}
