namespace Zot.Registry;

/// <summary>Compares what is stored with its digests, while it is served. Changes nothing.</summary>
public interface IContentScrub
{
    /// <summary>Reads all that the manifests of a repository name: one result for each descriptor of its <c>index.json</c>.</summary>
    /// <param name="repository">The repository; when there is none of that name, there are no results.</param>
    /// <param name="read">Is told of each piece that was read, in bytes, and may take its time.</param>
    /// <param name="cancellationToken">The end.</param>
    /// <exception cref="InvalidDataException">The repository's index cannot be read.</exception>
    IAsyncEnumerable<ScrubResult> ScrubAsync(
        RepositoryName repository, Func<int, CancellationToken, ValueTask> read, CancellationToken cancellationToken);
}
