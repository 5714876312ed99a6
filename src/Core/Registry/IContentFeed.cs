namespace Zot.Registry;

/// <summary>What repositories hold and when that changes, for whoever keeps an account of it.</summary>
public interface IContentFeed
{
    /// <summary>Has somebody told of every change from now on, whoever makes it. One at a time.</summary>
    void Observe(IContentObserver observer);

    /// <summary>All repositories with their versions, in the order of <see cref="RepositoryName"/>. Reads none of them.</summary>
    IAsyncEnumerable<RepositoryVersion> ListVersionsAsync(CancellationToken cancellationToken);

    /// <summary>What a repository holds at this moment, without keeping it in memory for that; <see langword="null"/> when there is none of that name.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <exception cref="InvalidDataException">Its index cannot be read.</exception>
    ValueTask<IRepositoryListing?> ListAsync(RepositoryName repository, CancellationToken cancellationToken);
}
