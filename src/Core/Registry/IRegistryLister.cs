namespace Zot.Registry;

/// <summary>The list operations of a registry.</summary>
public interface IRegistryLister
{
    /// <summary>Returns whether a repository exists, with or without content.</summary>
    ValueTask<bool> HasRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Lists all repositories, in the order of <see cref="RepositoryName"/>.</summary>
    /// <param name="after">
    /// The last repository of the previous page, existing or not; <see langword="null"/> for all.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    IAsyncEnumerable<RepositoryName> ListRepositoriesAsync(RepositoryName? after, CancellationToken cancellationToken);

    /// <summary>
    /// Lists all tags of a repository in ASCII order (end-8): a snapshot, which later pushes do not change.
    /// </summary>
    /// <returns>The tags; <see langword="null"/> if the repository does not exist.</returns>
    ValueTask<IReadOnlyList<string>?> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Lists a page of the manifests that refer to a subject (end-12), which need not exist.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="query">The subject and the filter for its referrers.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The page, which is empty if there are no referrers or the repository does not exist.</returns>
    ValueTask<ReferrersPage> ListReferrersAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken cancellationToken);
}
