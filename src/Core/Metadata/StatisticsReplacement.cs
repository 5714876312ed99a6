using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The changes that make the statistics of a repository agree with its manifests.</summary>
internal static class StatisticsReplacement
{
    /// <summary>
    /// Forgets manifests that no longer exist, unless they were pushed or pulled since; adds missing push times.
    /// </summary>
    internal static Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> Changes(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, ManifestStatistics> known,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf)
    {
        Dictionary<(RepositoryName, Digest), StatisticsChange> changes = [];
        foreach (var (manifest, statistics) in known)
        {
            if (!manifests.ContainsKey(manifest) && !(statistics.Pushed >= asOf || statistics.LastPulled >= asOf))
            {
                changes[(repository, manifest)] = StatisticsChange.Forgotten;
            }
        }

        foreach (var (manifest, pushed) in manifests)
        {
            if (known.GetValueOrDefault(manifest)?.Pushed is null)
            {
                changes[(repository, manifest)] = default(StatisticsChange).Push(pushed, caller: null);
            }
        }

        return changes;
    }
}
