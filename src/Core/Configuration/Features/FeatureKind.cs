namespace Zot.Configuration.Features;

/// <summary>The consequence of configuring a feature that the build lacks.</summary>
public enum FeatureKind
{
    /// <summary>A useful addition: a warning is sufficient.</summary>
    Addition,

    /// <summary>Authentication or authorization: serving without it would open the registry.</summary>
    Guard,

    /// <summary>The location of content and metadata: serving without it would store them elsewhere.</summary>
    Foundation,
}
