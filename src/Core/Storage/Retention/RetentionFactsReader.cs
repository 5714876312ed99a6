using System.Collections.ObjectModel;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>Reads the push and pull times that policies evaluate.</summary>
/// <remarks>
/// If the push of a manifest was not recorded, the time of its file is used; that time is then recorded, since a
/// request for the manifest renews the file.
/// </remarks>
internal sealed class RetentionFactsReader(StoreContext store, IRepositoryStatistics statistics)
{
    /// <summary>Reads the facts about the manifests of a repository.</summary>
    internal async ValueTask<RetentionFacts> ReadAsync(
        RepositoryName repository, RepositoryIndex index, CancellationToken cancellationToken)
    {
        var known = await statistics.ReadAsync(repository, cancellationToken);
        Dictionary<Digest, ManifestStatistics> manifests = [];
        foreach (var digest in index.Manifests.Keys)
        {
            var noted = known.GetValueOrDefault(digest);
            if (noted?.Pushed is not null)
            {
                manifests[digest] = noted;
            }
            else if (await store.Driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is { } file)
            {
                manifests[digest] = (noted ?? new ManifestStatistics(null)) with { Pushed = file.Modified };
            }
        }

        return new RetentionFacts(store.Time.GetUtcNow(), statistics.Since, manifests);
    }

    /// <summary>
    /// Records the push times of the manifests that still exist, and removes the statistics of all others.
    /// </summary>
    internal ValueTask ReplaceAsync(
        RepositoryName repository, RepositoryIndex index, RetentionFacts facts, CancellationToken cancellationToken) =>
        statistics.ReplaceAsync(
            repository,
            index.Manifests.Keys.ToDictionary(static digest => digest, digest => facts.Of(digest)?.Pushed ?? facts.Now),
            facts.Now,
            cancellationToken);

    /// <summary>Removes the statistics of a removed repository.</summary>
    internal ValueTask ForgetAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        statistics.ReplaceAsync(
            repository, ReadOnlyDictionary<Digest, DateTimeOffset>.Empty, store.Time.GetUtcNow(), cancellationToken);
}
