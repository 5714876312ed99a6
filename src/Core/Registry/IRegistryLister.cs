namespace Zot.Registry;

/// <summary>Listing.</summary>
public interface IRegistryLister
{
    /// <summary>Whether a repository exists, with or without content.</summary>
    ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>All repositories, in the order of <see cref="RepositoryName"/>.</summary>
    /// <param name="after">The last one already seen, whether it still exists or not; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The request.</param>
    IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(RepositoryName? after, CancellationToken cancellationToken);

    /// <summary>All tags of a repository in ASCII order (end-8): a snapshot, which later pushes do not change.</summary>
    /// <returns>The tags; <see langword="null"/> when there is no such repository.</returns>
    ValueTask<IReadOnlyList<string>?> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Lists the manifests with a subject (end-12), which itself need not exist: one page of them.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="query">The subject, and which of its referrers.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <returns>A page, which is empty when there are none, or no such repository.</returns>
    ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken);
}
