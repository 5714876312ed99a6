using Zot.Registry;

namespace Zot.Metering.Sizes;

/// <summary>Measures the size of repositories on disk.</summary>
public interface IRepositorySizes
{
    /// <summary>Lists all repositories, in the order of <see cref="RepositoryName"/>.</summary>
    /// <param name="after">The last repository already seen; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(RepositoryName? after, CancellationToken cancellationToken);

    /// <summary>Measures the size of a repository, which accesses each of its blobs.</summary>
    /// <returns>The size in bytes; <see langword="null"/> if the repository does not exist.</returns>
    ValueTask<long?> MeasureAsync(RepositoryName repository, CancellationToken cancellationToken);
}
