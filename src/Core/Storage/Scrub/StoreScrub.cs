using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Storage.Repositories;

namespace Zot.Storage.Scrub;

/// <summary>
/// Verifies the digests of the repositories of a store while clients push to them and pull from them.
/// </summary>
internal sealed class StoreScrub(StoreContext store, RepositoryMap repositories)
{
    /// <summary>
    /// Returns one result for each descriptor of the index; faulty ones that were removed from it meanwhile have none.
    /// </summary>
    internal async IAsyncEnumerable<ScrubResult> RunAsync(
        RepositoryName name,
        Func<int, CancellationToken, ValueTask> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var visit = await repositories.VisitAsync(name, cancellationToken);
        if (visit is not { Repository: var repository })
        {
            yield break;
        }

        var scrub = new RepositoryScrub(store.Driver, name, new BlobReader(store.Driver, read));
        foreach (var entry in repository.Index.InOrder())
        {
            var fault = await scrub.CheckAsync(entry.Descriptor, cancellationToken);
            if (fault is null || await IsThereAsync(name, entry.Descriptor.Digest, cancellationToken))
            {
                yield return RepositoryScrub.ResultOf(name, entry, fault);
            }
        }
    }

    private async ValueTask<bool> IsThereAsync(
        RepositoryName name, Digest manifest, CancellationToken cancellationToken) =>
        await repositories.FindAsync(name, cancellationToken) is { } now && now.Index.Manifests.ContainsKey(manifest);
}
