using System.Collections.ObjectModel;
using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>The statistics of a registry that does not record pushes and pulls: always empty.</summary>
internal sealed class NoStatistics : IRepositoryStatistics
{
    internal static NoStatistics Instance { get; } = new();

    public DateTimeOffset? Since => null;

    public ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<Digest, ManifestStatistics>>(
            ReadOnlyDictionary<Digest, ManifestStatistics>.Empty);

    public ValueTask ReplaceAsync(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf,
        CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
