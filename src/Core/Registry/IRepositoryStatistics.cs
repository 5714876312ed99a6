namespace Zot.Registry;

/// <summary>When the manifests of repositories were pushed and pulled.</summary>
public interface IRepositoryStatistics
{
    /// <summary>Since when pulls are noted without a gap; <see langword="null"/> when they are not.</summary>
    DateTimeOffset? Since { get; }

    /// <summary>What is known of the manifests of a repository; those of which nothing is known are not in it.</summary>
    ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Forgets every manifest of a repository but these, and notes when they were pushed where that is not known.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifests">Its manifests, with the time of a push as well as it can be told.</param>
    /// <param name="asOf">When these were its manifests: what was pushed or pulled since is not forgotten.</param>
    /// <param name="cancellationToken">The caller.</param>
    ValueTask SettleAsync(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf,
        CancellationToken cancellationToken);
}
