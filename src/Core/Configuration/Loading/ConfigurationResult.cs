namespace Zot.Configuration;

/// <summary>What came of reading a configuration: everything there is to say of it, and not only the first fault.</summary>
public sealed class ConfigurationResult
{
    internal ConfigurationResult(ZotOptions options, ConfigMap given, ConfigMap effective, Findings findings, IReadOnlyList<Feature> missing)
    {
        (Options, Given, Effective, MissingFeatures) = (options, given, effective, missing);
        (Errors, Warnings, Fingerprints) = (findings.Errors, findings.Warnings, findings.Files);
    }

    /// <summary>The options. Only to be used when <see cref="IsValid"/>.</summary>
    public ZotOptions Options { get; }

    /// <summary>Every fault. With one, nothing may be served.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }

    /// <summary>What the operator should know, each missing feature included.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings { get; }

    /// <summary>The features that are configured and that this build does not have. Each has its warning, too.</summary>
    public IReadOnlyList<Feature> MissingFeatures { get; }

    /// <summary>Those of them without which the registry would be open. <c>serve</c> must refuse to start.</summary>
    public IEnumerable<Feature> MissingGuards => MissingFeatures.Where(static feature => feature.Kind == FeatureKind.Guard);

    /// <summary>Those of them without which content would lie elsewhere. <c>serve</c> must refuse to start.</summary>
    public IEnumerable<Feature> MissingFoundations => MissingFeatures.Where(static feature => feature.Kind == FeatureKind.Foundation);

    /// <summary>The full paths of the files that were read, or that would have been if they could.</summary>
    public IEnumerable<string> Files => Fingerprints.Keys;

    /// <summary>Whether there is no fault.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Whether there is no fault and nothing is missing that serving needs.</summary>
    public bool IsServable => IsValid && MissingFeatures.All(static feature => feature.Kind == FeatureKind.Addition);

    /// <summary>All that is in force as one line of JSON, defaults included and every secret masked: for the log.</summary>
    public string Sanitised => ConfigJson.Write(Effective);

    /// <summary>What the files were just before they were read.</summary>
    internal IReadOnlyDictionary<string, FileFingerprint> Fingerprints { get; }

    /// <summary>What was given, the environment included and placeholders filled in.</summary>
    internal ConfigMap Given { get; }

    /// <summary>What is in force.</summary>
    internal ConfigMap Effective { get; }
}
