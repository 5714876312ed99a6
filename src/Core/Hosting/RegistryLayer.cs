namespace Zot.Hosting;

/// <summary>The layers around the content, from the innermost to the outermost.</summary>
/// <remarks>A single list, so that the order does not depend on registration.</remarks>
public enum RegistryLayer
{
    /// <summary>Rejects manifests that violate a rule.</summary>
    Lint,

    /// <summary>Rejects changes of immutable tags.</summary>
    ImmutableTags,

    /// <summary>Rejects content that exceeds a quota.</summary>
    Quota,

    /// <summary>Rejects new repositories that exceed the limit.</summary>
    RepositoryLimit,

    /// <summary>Publishes events to other systems.</summary>
    Events,

    /// <summary>
    /// Fetches missing content from an upstream registry. The outermost layer: it pushes what it fetches into the
    /// layers below, so that rules, quotas and events apply to that content as to any other.
    /// </summary>
    OnDemandSync,
}
