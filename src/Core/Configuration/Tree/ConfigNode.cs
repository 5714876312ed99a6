namespace Zot.Configuration;

/// <summary>A value of the configuration before it has a meaning: what JSON, YAML and the environment have in common.</summary>
internal abstract class ConfigNode
{
    /// <summary>How the node is called when something else was expected: "a list", "an object" ….</summary>
    public abstract string Description { get; }

    /// <summary>A copy that shares nothing that can change.</summary>
    public abstract ConfigNode Clone();
}
