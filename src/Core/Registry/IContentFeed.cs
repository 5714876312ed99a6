namespace Zot.Registry;

/// <summary>
/// Provides the content of repositories, and notifies any number of subscribers of its changes.
/// </summary>
public interface IContentFeed
{
    /// <summary>Subscribes to all changes from now on.</summary>
    /// <remarks>
    /// Changes of entries are published under the lock of the repository, in their order: a handler must not block. Its
    /// exceptions are logged, and affect neither other subscribers nor the change.
    /// </remarks>
    void Subscribe(FeedHandler<ContentChange> handler);

    /// <summary>
    /// Lists all repositories with their versions, in the order of <see cref="RepositoryName"/>, without reading them.
    /// </summary>
    IAsyncEnumerable<RepositoryVersion> ListVersionsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Returns the current content of a repository without caching it; <see langword="null"/> if it does not exist.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidDataException">The index of the repository cannot be read.</exception>
    ValueTask<IRepositoryListing?> ListAsync(RepositoryName repository, CancellationToken cancellationToken);
}
