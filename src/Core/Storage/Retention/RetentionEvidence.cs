using System.Collections.ObjectModel;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>Gathers what policies judge by.</summary>
/// <remarks>
/// When nobody has noted the push of a manifest, it is as old as its file; that is noted, as a client who asks for the
/// manifest makes the file young again.
/// </remarks>
internal sealed class RetentionEvidence(StoreContext store, IRepositoryStatistics statistics)
{
    /// <summary>What is known of the manifests of a repository.</summary>
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

    /// <summary>Notes what was gathered of those manifests that are still there, and forgets all others.</summary>
    internal ValueTask SettleAsync(
        RepositoryName repository, RepositoryIndex index, RetentionFacts facts, CancellationToken cancellationToken) =>
        statistics.SettleAsync(
            repository,
            index.Manifests.Keys.ToDictionary(static digest => digest, digest => facts.Of(digest)?.Pushed ?? facts.Now),
            facts.Now,
            cancellationToken);

    /// <summary>Forgets all manifests of a repository that was removed.</summary>
    internal ValueTask ForgetAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        statistics.SettleAsync(repository, ReadOnlyDictionary<Digest, DateTimeOffset>.Empty, store.Time.GetUtcNow(), cancellationToken);
}
