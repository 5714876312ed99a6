using Zot.Configuration;
using Zot.Registry;

namespace Zot.Storage.Collection;

/// <summary>What the collector may remove from a repository.</summary>
/// <param name="BlobAge">How long content stays after it was pushed, mounted, or said to be there (<c>gcDelay</c>).</param>
/// <param name="ManifestAge">How long a manifest stays after it was pushed (<c>retention.delay</c>).</param>
/// <param name="DeletesUntagged">Whether manifests go that have no tag, no subject, and are in no image index.</param>
/// <param name="DeletesReferrers">Whether manifests go whose subject is not there.</param>
/// <param name="IsDryRun">Whether all of this is only told.</param>
internal sealed record CollectionRules(
    TimeSpan BlobAge, TimeSpan ManifestAge, bool DeletesUntagged = true, bool DeletesReferrers = false, bool IsDryRun = false)
{
    /// <summary>Which tags stay; all of them when nothing is said.</summary>
    internal IReadOnlyList<KeepTagsOptions> KeepTags { get; init; } = [];

    /// <summary>Which manifests without tag stay of those that would go; none when nothing is said.</summary>
    internal KeepUntaggedOptions? KeepUntagged { get; init; }

    /// <summary>Whether one has to know when manifests were pushed and pulled.</summary>
    internal bool NeedStatistics => KeepUntagged is not null || KeepTags.Any(static entry => entry.HasRules);

    /// <summary>What a configuration says of a repository: the first policy that matches it, or the defaults.</summary>
    internal static CollectionRules Of(StorageOptions options, RepositoryName repository, GlobMatch matches)
    {
        var retention = options.Retention;
        var policy = retention.Policies.FirstOrDefault(policy => policy.Repositories.Any(glob => matches(glob, repository)))
            ?? new RetentionPolicyOptions();
        return new CollectionRules(options.GcDelay, retention.Delay, policy.DeleteUntagged, policy.DeleteReferrers, retention.DryRun)
        {
            KeepTags = policy.KeepTags,
            KeepUntagged = policy.DeleteUntagged ? policy.KeepUntagged : null,
        };
    }
}
