using Zot.Configuration.Storage;
using Zot.Registry;

namespace Zot.Storage.Collection;

/// <summary>The rules by which the collector removes content from a repository.</summary>
/// <param name="BlobAge">
/// The minimum age of removed blobs, since they were pushed, mounted, or reported as existing (<c>gcDelay</c>).
/// </param>
/// <param name="ManifestAge">The minimum age of removed manifests, since their push (<c>retention.delay</c>).</param>
/// <param name="DeletesUntagged">
/// True to remove manifests that have no tag and no subject, and are in no image index.
/// </param>
/// <param name="DeletesReferrers">True to remove manifests whose subject is missing.</param>
/// <param name="IsDryRun">True to report removals without making them.</param>
internal sealed record CollectionRules(
    TimeSpan BlobAge,
    TimeSpan ManifestAge,
    bool DeletesUntagged = true,
    bool DeletesReferrers = false,
    bool IsDryRun = false)
{
    /// <summary>The rules for the tags to keep; empty to keep all.</summary>
    internal IReadOnlyList<KeepTagsOptions> KeepTags { get; init; } = [];

    /// <summary>
    /// The rule for untagged manifests to keep that would be removed otherwise; <see langword="null"/> to keep none.
    /// </summary>
    internal KeepUntaggedOptions? KeepUntagged { get; init; }

    /// <summary>Indicates whether the rules depend on the times of pushes and pulls.</summary>
    internal bool NeedStatistics => KeepUntagged is not null || KeepTags.Any(static entry => entry.HasRules);

    /// <summary>Returns the rules for a repository: those of the first matching policy, or the defaults.</summary>
    internal static CollectionRules Of(StorageOptions options, RepositoryName repository, GlobMatch matches)
    {
        var retention = options.Retention;
        var policy = retention.Policies.FirstOrDefault(
            policy => policy.Repositories.Any(glob => matches(glob, repository)))
            ?? new RetentionPolicyOptions();
        return new CollectionRules(
            options.GcDelay, retention.Delay, policy.DeleteUntagged, policy.DeleteReferrers, retention.DryRun)
        {
            KeepTags = policy.KeepTags,
            KeepUntagged = policy.DeleteUntagged ? policy.KeepUntagged : null,
        };
    }
}
