using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>Queries over all repositories, and facts that extensions derive from manifests.</summary>
/// <remarks>
/// An image is a tag. Tags of signatures, and those of the referrers tag scheme, are not images; neither are tags whose
/// manifest cannot be read. A query sees every change that was committed before it was called. Every order is total:
/// equal items are ordered by name, tag and digest.
/// </remarks>
public interface IMetadataQueries
{
    /// <summary>Lists repositories. Only those of the page are read completely.</summary>
    ValueTask<MetadataPage<RepositoryRow>> FindRepositoriesAsync(
        RepositoryQuery query, CancellationToken cancellationToken);

    /// <summary>Lists images. Only those of the page are read completely.</summary>
    ValueTask<MetadataPage<ImageRow>> FindImagesAsync(ImageQuery query, CancellationToken cancellationToken);

    /// <summary>Lists the manifests that refer to a manifest, ordered by digest; signatures are not listed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="subject">The manifest that they refer to, which need not exist.</param>
    /// <param name="cancellationToken">Canceled when the request is aborted.</param>
    ValueTask<IReadOnlyList<ManifestRecord>> FindReferrersAsync(
        RepositoryName repository, Digest subject, CancellationToken cancellationToken);

    /// <summary>Stores a fact about a manifest in a repository, and replaces that of the same kind.</summary>
    /// <remarks>
    /// It is removed with the manifest. It survives a complete read of the repository, but not the loss of the index.
    /// </remarks>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="kind">The kind of the fact, such as <c>signature</c>.</param>
    /// <param name="json">The fact.</param>
    /// <param name="cancellationToken">Canceled when the fact is no longer needed.</param>
    /// <returns>False if the manifest is not in the index.</returns>
    /// <exception cref="System.Text.Json.JsonException">The fact is not JSON.</exception>
    ValueTask<bool> SetFactAsync(
        RepositoryName repository, Digest manifest, string kind, string json, CancellationToken cancellationToken);

    /// <summary>Returns the facts about a manifest in a repository, by kind.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> GetFactsAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken);
}
