namespace Zot.Hosting;

/// <summary>The order of the layers around the content, from the innermost out.</summary>
/// <remarks>One list, so that no layer can get its place wrong by the order it is added in.</remarks>
public enum RegistryLayer
{
    /// <summary>Keeps the metadata index in step with the content.</summary>
    Indexing,

    /// <summary>Fetches what is absent from an upstream registry.</summary>
    OnDemandSync,

    /// <summary>Refuses manifests that break a rule.</summary>
    Lint,

    /// <summary>Refuses to move tags that are to stay.</summary>
    ImmutableTags,

    /// <summary>Refuses content beyond what may be stored.</summary>
    Quota,

    /// <summary>Refuses repositories beyond as many as there may be.</summary>
    RepositoryLimit,

    /// <summary>Tells other systems what has happened.</summary>
    Events,

    /// <summary>Counts and times every call.</summary>
    Metrics,
}
