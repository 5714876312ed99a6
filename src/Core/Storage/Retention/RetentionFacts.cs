using System.Collections.ObjectModel;
using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>The facts that a policy evaluates.</summary>
/// <param name="Now">The time of the evaluation.</param>
/// <param name="Since">The time since which pulls are recorded; <see langword="null"/> if they are not.</param>
/// <param name="Manifests">The statistics of each manifest.</param>
internal sealed record RetentionFacts(
    DateTimeOffset Now, DateTimeOffset? Since, IReadOnlyDictionary<Digest, ManifestStatistics> Manifests)
{
    /// <summary>The facts for policies that evaluate names only.</summary>
    internal static RetentionFacts None { get; } =
        new(DateTimeOffset.MinValue, Since: null, ReadOnlyDictionary<Digest, ManifestStatistics>.Empty);

    internal ManifestStatistics? Of(Digest manifest) => Manifests.GetValueOrDefault(manifest);
}
