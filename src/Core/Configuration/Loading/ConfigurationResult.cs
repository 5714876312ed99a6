using Zot.Configuration.Binding;
using Zot.Configuration.Features;
using Zot.Configuration.Reloading;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>The result of loading a configuration, with all errors and warnings.</summary>
public sealed class ConfigurationResult
{
    internal ConfigurationResult(
        ZotOptions options, ConfigMap given, ConfigMap effective, Diagnostics findings, IReadOnlyList<Feature> missing)
    {
        (Options, Given, Effective, MissingFeatures) = (options, given, effective, missing);
        (Errors, Warnings, Fingerprints) = (findings.Errors, findings.Warnings, findings.Files);
    }

    /// <summary>The options. Valid only if <see cref="IsValid"/>.</summary>
    public ZotOptions Options { get; }

    /// <summary>All errors. A configuration with errors must not be served.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }

    /// <summary>The warnings for the operator, including one for each missing feature.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings { get; }

    /// <summary>The features that are configured but missing in this build. Each also has a warning.</summary>
    public IReadOnlyList<Feature> MissingFeatures { get; }

    /// <summary>The missing features without which the registry would be open. <c>serve</c> must not start.</summary>
    public IEnumerable<Feature> MissingGuards =>
        MissingFeatures.Where(static feature => feature.Kind == FeatureKind.Guard);

    /// <summary>
    /// The missing features without which content would be stored elsewhere. <c>serve</c> must not start.
    /// </summary>
    public IEnumerable<Feature> MissingFoundations =>
        MissingFeatures.Where(static feature => feature.Kind == FeatureKind.Foundation);

    /// <summary>The full paths of the files that were read, including those that could not be read.</summary>
    public IEnumerable<string> Files => Fingerprints.Keys;

    /// <summary>Indicates whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Indicates whether there are no errors, and no feature required for serving is missing.</summary>
    public bool IsServable => IsValid && MissingFeatures.All(static feature => feature.Kind == FeatureKind.Addition);

    /// <summary>
    /// The effective configuration as one line of JSON for the log, including defaults, with every secret masked.
    /// </summary>
    public string Sanitized => ConfigJson.Write(Effective);

    /// <summary>The state of the files immediately before they were read.</summary>
    internal IReadOnlyDictionary<string, FileFingerprint> Fingerprints { get; }

    /// <summary>The configured values, including the environment, with placeholders resolved.</summary>
    internal ConfigMap Given { get; }

    /// <summary>The effective values.</summary>
    internal ConfigMap Effective { get; }
}
