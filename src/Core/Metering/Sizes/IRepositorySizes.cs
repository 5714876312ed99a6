using Zot.Registry;

namespace Zot.Metering;

/// <summary>Who can tell how large repositories are, because it has them on disk.</summary>
public interface IRepositorySizes
{
    /// <summary>All repositories, in the order of <see cref="RepositoryName"/>.</summary>
    /// <param name="after">The last one already seen; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The end.</param>
    IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(RepositoryName? after, CancellationToken cancellationToken);

    /// <summary>Adds up what lies in a repository: it takes a look at each of its blobs.</summary>
    /// <returns>Bytes; <see langword="null"/> when there is no such repository.</returns>
    ValueTask<long?> MeasureAsync(RepositoryName repository, CancellationToken cancellationToken);
}
