namespace Zot.Registry;

/// <summary>
/// Provides the content of repositories and notifies an observer of changes, for an index of the content.
/// </summary>
public interface IContentFeed
{
    /// <summary>Registers the observer of all changes from now on. There is at most one.</summary>
    void Observe(IContentObserver observer);

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
