namespace Zot.Registry;

/// <summary>Verifies the digests of stored content while it is served, without changing it.</summary>
public interface IContentScrub
{
    /// <summary>
    /// Reads all content that the manifests of a repository reference, and returns one result for each descriptor of
    /// its <c>index.json</c>.
    /// </summary>
    /// <param name="repository">The repository; if it does not exist, there are no results.</param>
    /// <param name="read">Called with the number of bytes of each piece read; may delay the scrub.</param>
    /// <param name="cancellationToken">Cancels the scrub.</param>
    /// <exception cref="InvalidDataException">The repository's index cannot be read.</exception>
    IAsyncEnumerable<ScrubResult> ScrubAsync(
        RepositoryName repository, Func<int, CancellationToken, ValueTask> read, CancellationToken cancellationToken);
}
