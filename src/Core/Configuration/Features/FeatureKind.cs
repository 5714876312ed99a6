namespace Zot.Configuration;

/// <summary>What follows when a feature is configured that a build does not have.</summary>
public enum FeatureKind
{
    /// <summary>Something useful is not there: a warning is enough.</summary>
    Addition,

    /// <summary>Who may get in, and do what: to serve without it would open the registry.</summary>
    Guard,

    /// <summary>Where content and metadata lie: to serve without it would put them elsewhere.</summary>
    Foundation,
}
