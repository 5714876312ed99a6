using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Storage.Repositories;

namespace Zot.Storage.Collection;

/// <summary>
/// Removes a repository whose blobs have all been removed, or that only ever had uploads. A repository that never had
/// either is kept.
/// </summary>
internal sealed partial class EmptyRepository(StoreContext store, RepositoryMap repositories)
{
    private readonly ILogger _logger = store.Loggers.CreateLogger<EmptyRepository>();

    /// <summary>Removes the repository if it is empty; in a dry run, returns whether it would be removed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">The tags and manifests, without the removed tags.</param>
    /// <param name="stale">The removed manifests.</param>
    /// <param name="removed">The removed blobs.</param>
    /// <param name="uploads">The number of removed uploads.</param>
    /// <param name="rules">The rules, which select a dry run.</param>
    /// <param name="cancellationToken">Cancels the sweep.</param>
    internal async ValueTask<bool> RemoveAsync(
        Repository repository,
        RepositoryIndex index,
        IReadOnlyCollection<Digest> stale,
        IReadOnlyCollection<Digest> removed,
        int uploads,
        CollectionRules rules,
        CancellationToken cancellationToken)
    {
        if (rules.IsDryRun)
        {
            return index.Manifests.Keys.All(stale.Contains)
                && await WouldBeEmptyAsync(repository.Name, removed, uploads, rules, cancellationToken);
        }

        if (repository.Index.Manifests.Count > 0
            || !await HadAnythingAsync(repository.Name, removed.Count + uploads, rules, cancellationToken)
            || !await RepositoryRemoval.IsEmptyAsync(store.Driver, repository.Name, cancellationToken)
            || !await repositories.TryRemoveAsync(repository, cancellationToken))
        {
            return false;
        }

        LogRemoved(repository.Name.ToString());
        return true;
    }

    // The directories of blobs and uploads survive a crash between the removal of the last file and of the repository.
    private async ValueTask<bool> HadAnythingAsync(
        RepositoryName repository, int removed, CollectionRules rules, CancellationToken cancellationToken) =>
        removed > 0
        || (await store.Driver.ListAsync(ImageLayout.Blobs(repository), cancellationToken)).Count > 0
        || (ImageLayout.HadUploads(await store.Driver.ListAsync(ImageLayout.Repository(repository), cancellationToken))
            && await store.Driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is { } index
            && index.Modified < store.Time.GetUtcNow() - rules.BlobAge);

    private async ValueTask<bool> WouldBeEmptyAsync(
        RepositoryName repository,
        IReadOnlyCollection<Digest> removed,
        int uploads,
        CollectionRules rules,
        CancellationToken cancellationToken)
    {
        var blobs = ImageLayout.Blobs(repository);
        var places = await store.Driver.ListAsync(blobs, cancellationToken);
        var count = 0;
        foreach (var place in places)
        {
            count += place.HasChildren
                ? (await store.Driver.ListAsync(blobs.Child(place.Name), cancellationToken)).Count
                : 1;
        }

        return count == removed.Count
            && await HadAnythingAsync(repository, removed.Count + uploads, rules, cancellationToken)
            && (await store.Driver.ListAsync(ImageLayout.Uploads(repository), cancellationToken)).Count == uploads;
    }

    [LoggerMessage(4024, LogLevel.Information, "empty repository removed: {Repository}")]
    private partial void LogRemoved(string repository);
}
