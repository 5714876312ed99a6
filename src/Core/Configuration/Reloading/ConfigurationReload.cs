using Zot.Configuration.Binding;
using Zot.Configuration.Http;
using Zot.Configuration.Loading;

namespace Zot.Configuration.Reloading;

/// <summary>The effect of a changed configuration on a running registry.</summary>
/// <param name="Result">The configuration to apply; the current one if the new one cannot be applied.</param>
/// <param name="Errors">The reasons to reject the new configuration. With any error, nothing changes.</param>
/// <param name="Changed">The keys that changed.</param>
/// <param name="NeedRestart">The keys that differ in the file but take effect only after a restart.</param>
internal sealed record ConfigurationReload(
    ConfigurationResult Result,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> NeedRestart)
{
    /// <summary>Applies the keys that may change at run time, or nothing.</summary>
    public static ConfigurationReload Of(
        ConfigurationResult inForce, ConfigurationResult wanted, SecretFiles files, ConfigurationSource source)
    {
        var errors = Faults(wanted).ToList();
        if (errors.Count > 0)
        {
            return new ConfigurationReload(inForce, errors, [], []);
        }

        // A part of a change may be less secure than the whole: without this check, moving between kinds of
        // authentication of which one needs a restart would leave a registry without any.
        var merged =
            ConfigurationFile.Read(ReloadableKeys.Merge(inForce.Given, wanted.Given), files, source, new Diagnostics());
        errors = Faults(merged).ToList();
        if (AccessControlRules.HasIdentities(
            inForce.Options.Http) && AccessControlRules.HasIdentities(wanted.Options.Http)
            && !AccessControlRules.HasIdentities(merged.Options.Http))
        {
            errors.Add(new ConfigurationError(
                "http.auth", "changes in a way that needs a restart: until then, clients would not be authenticated"));
        }

        return errors.Count > 0
            ? new ConfigurationReload(inForce, errors, [], [])
            : new ConfigurationReload(
                merged, [],
                [.. ConfigDifference.Between(inForce.Effective, merged.Effective)],
                [.. ConfigDifference.Between(merged.Effective, wanted.Effective)]);
    }

    private static IEnumerable<ConfigurationError> Faults(ConfigurationResult result) => result.Errors.Concat(
        result.MissingGuards.Concat(result.MissingFoundations).Select(static feature =>
            new ConfigurationError(feature.Key, $"is configured, but {feature.Name} is not in this version")));
}
