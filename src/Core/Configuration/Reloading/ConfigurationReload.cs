namespace Zot.Configuration;

/// <summary>What a changed configuration means for a registry that runs.</summary>
/// <param name="Result">What is in force from now on; the old one when the new one cannot be.</param>
/// <param name="Errors">Why the new configuration cannot be in force. With one, nothing changes.</param>
/// <param name="Changed">The keys that changed.</param>
/// <param name="NeedRestart">The keys that are different in the file, and that only a restart brings into force.</param>
internal sealed record ConfigurationReload(
    ConfigurationResult Result, IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<string> Changed, IReadOnlyList<string> NeedRestart)
{
    /// <summary>Takes over of a configuration what may change at run time, or nothing.</summary>
    public static ConfigurationReload Of(ConfigurationResult inForce, ConfigurationResult wanted, SecretFiles files, ConfigurationSource source)
    {
        var errors = Faults(wanted).ToList();
        if (errors.Count > 0)
        {
            return new ConfigurationReload(inForce, errors, [], []);
        }

        // Half of a change may be less than the whole: without this, moving from one kind of authentication to another
        // that needs a restart would leave a registry without any.
        var merged = ConfigurationFile.Read(ReloadableKeys.Merge(inForce.Given, wanted.Given), files, source, new Findings());
        errors = Faults(merged).ToList();
        if (AccessControlRules.HasIdentities(inForce.Options.Http) && AccessControlRules.HasIdentities(wanted.Options.Http)
            && !AccessControlRules.HasIdentities(merged.Options.Http))
        {
            errors.Add(new ConfigurationError("http.auth", "changes in a way that needs a restart: nobody would be asked who they are"));
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
