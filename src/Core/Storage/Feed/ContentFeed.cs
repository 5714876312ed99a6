using System.Runtime.CompilerServices;
using Zot.Registry;

namespace Zot.Storage.Feed;

/// <summary>The content of all stores, with notifications of its changes.</summary>
/// <param name="registry">The registry over all stores.</param>
/// <param name="stores">All stores.</param>
/// <param name="storeOf">Returns the store of a repository.</param>
internal sealed class ContentFeed(IRegistry registry, IReadOnlyList<Store> stores, Func<RepositoryName, Store> storeOf)
    : IContentFeed
{
    public void Subscribe(FeedHandler<ContentChange> handler)
    {
        foreach (var store in stores)
        {
            store.Changes.Subscribe(handler);
        }
    }

    public async IAsyncEnumerable<RepositoryVersion> ListVersionsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var repository in registry.ListRepositoriesAsync(after: null, cancellationToken))
        {
            yield return new RepositoryVersion(repository, await FindVersionAsync(repository, cancellationToken));
        }
    }

    public async ValueTask<IRepositoryListing?> ListAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        using var visit = await storeOf(repository).Repositories.VisitAsync(repository, cancellationToken);
        return visit is { Repository: var found } ? await found.ListAsync(cancellationToken) : null;
    }

    private async ValueTask<string?> FindVersionAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadVersionAsync(repository, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The listing of this repository fails later, with its name; the others are processed.
            return null;
        }
    }

    private async ValueTask<string?> ReadVersionAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        var driver = storeOf(repository).Driver;
        return await driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is { } index
            && await driver.StatAsync(ImageLayout.Journal(repository), cancellationToken) is null
                ? ContentChanges.VersionOf(index).ToString()
                : null;
    }
}
