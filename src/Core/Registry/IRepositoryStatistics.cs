namespace Zot.Registry;

/// <summary>The times at which manifests were pushed and pulled.</summary>
public interface IRepositoryStatistics
{
    /// <summary>
    /// The time since which pulls are recorded without a gap; <see langword="null"/> if they are not.
    /// </summary>
    DateTimeOffset? Since { get; }

    /// <summary>
    /// Reads the statistics of the manifests of a repository; manifests without statistics are omitted.
    /// </summary>
    ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the statistics of all other manifests of a repository, and records the push times of these if they are
    /// unknown.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifests">The existing manifests, with the best known time of their push.</param>
    /// <param name="asOf">The time of this list: manifests pushed or pulled since then are kept.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask ReplaceAsync(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf,
        CancellationToken cancellationToken);
}
