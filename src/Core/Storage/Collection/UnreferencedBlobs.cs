using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Content;
using Zot.Storage.Drivers;
using Zot.Storage.Locking;
using Zot.Storage.Repositories;

namespace Zot.Storage.Collection;

/// <summary>Removes the unreferenced blobs of a repository that are old enough.</summary>
internal sealed class UnreferencedBlobs(
    StoreContext store, VerifiedContent content, BlobStore blobs, AsyncLocks<(RepositoryName, Digest)> locks)
{
    private readonly UnindexedManifests _unindexed = new(content);

    /// <summary>Removes the blobs; in a dry run, finds those to be removed once the stale manifests are.</summary>
    /// <returns>
    /// The removed blobs, the number of bytes freed, and the number of blobs left, as they are too young or referenced
    /// again.
    /// </returns>
    internal async ValueTask<(List<Digest> Removed, long Bytes, int Left)> RemoveAsync(
        Repository repository, IReadOnlyList<Digest> stale, CollectionRules rules, CancellationToken cancellationToken)
    {
        var graph = await repository.Graph.GetInBackgroundAsync(cancellationToken);
        var index = repository.Index;
        var gone = rules.IsDryRun ? stale : [];
        var unindexed = await _unindexed.NamedAsync(repository.Name, index, graph, gone, cancellationToken);
        var roots = new RepositoryRoots(index, graph, unindexed, gone);
        var before = store.Time.GetUtcNow() - rules.BlobAge;
        List<Digest> removed = [];
        var bytes = 0L;
        var unneeded = await ListAsync(repository.Name, roots, cancellationToken);
        foreach (var some in unneeded.Chunk(CollectorLock.Removals))
        {
            var removing = rules.IsDryRun
                ? WouldRemoveAsync(repository.Name, some, before, cancellationToken)
                : RemoveAsync(repository, some, unindexed, before, cancellationToken);
            await foreach (var (digest, freed) in removing)
            {
                removed.Add(digest);
                bytes += freed;
            }
        }

        return (removed, bytes, unneeded.Count - removed.Count);
    }

    private async ValueTask<List<Digest>> ListAsync(
        RepositoryName repository, RepositoryRoots roots, CancellationToken cancellationToken)
    {
        List<Digest> unneeded = [];
        foreach (var algorithm in DigestAlgorithm.All)
        {
            foreach (var child
                in await store.Driver.ListAsync(ImageLayout.Blobs(repository, algorithm), cancellationToken))
            {
                if (!child.HasChildren
                    && Digest.TryParse($"{algorithm.Name}:{child.Name}", out var digest)
                    && !roots.Needs(digest))
                {
                    unneeded.Add(digest);
                }
            }
        }

        return unneeded;
    }

    private async IAsyncEnumerable<(Digest Digest, long Freed)> WouldRemoveAsync(
        RepositoryName repository,
        Digest[] some,
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var digest in some)
        {
            if (await OldFileAsync(repository, digest, before, cancellationToken) is { } file)
            {
                yield return (digest, await FreedAsync(digest, file, cancellationToken));
            }
        }
    }

    private async IAsyncEnumerable<(Digest Digest, long Freed)> RemoveAsync(
        Repository repository,
        Digest[] some,
        IReadOnlySet<Digest> unindexed,
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await CollectorLock.EnterAsync(repository, cancellationToken) is not var (turn, graph))
        {
            yield break;
        }

        using (turn)
        {
            // A manifest pushed since may reference the blob.
            var roots = new RepositoryRoots(turn.Index, graph, unindexed, []);
            turn.CountDeletion();
            foreach (var digest in some.Where(digest => !roots.Needs(digest)))
            {
                using var alone = await locks.EnterAsync((repository.Name, digest), cancellationToken);
                if (await OldFileAsync(repository.Name, digest, before, cancellationToken) is { } file)
                {
                    var freed = await FreedAsync(digest, file, cancellationToken);
                    await blobs.RemoveAsync(repository.Name, digest, CancellationToken.None);
                    yield return (digest, freed);
                }
            }
        }
    }

    private async ValueTask<StoredObject?> OldFileAsync(
        RepositoryName repository, Digest digest, DateTimeOffset before, CancellationToken cancellationToken) =>
        await store.Driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is { } file
            && file.Modified < before
            ? file
            : null;

    // A blob that no other repository shares has two links: the repository's and the pool's.
    private async ValueTask<long> FreedAsync(Digest digest, StoredObject file, CancellationToken cancellationToken) =>
        file.LinkCount switch
        {
            null or 1 => file.Length,
            2 when await store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken) is { } pooled
                && pooled.Identity == file.Identity => file.Length,
            _ => 0,
        };
}
