using System.Collections.ObjectModel;
using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>What a policy judges by.</summary>
/// <param name="Now">The moment of the judgement.</param>
/// <param name="Since">Since when pulls are noted; <see langword="null"/> when they are not.</param>
/// <param name="Manifests">What is known of each manifest.</param>
internal sealed record RetentionFacts(
    DateTimeOffset Now, DateTimeOffset? Since, IReadOnlyDictionary<Digest, ManifestStatistics> Manifests)
{
    /// <summary>For policies that go by names alone.</summary>
    internal static RetentionFacts None { get; } =
        new(DateTimeOffset.MinValue, Since: null, ReadOnlyDictionary<Digest, ManifestStatistics>.Empty);

    internal ManifestStatistics? Of(Digest manifest) => Manifests.GetValueOrDefault(manifest);
}
