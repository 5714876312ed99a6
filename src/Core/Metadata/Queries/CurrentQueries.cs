using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>Queries that see every committed change: what is pending is written first.</summary>
/// <param name="inner">The queries of the database.</param>
/// <param name="catchUp">Writes what is pending.</param>
internal sealed class CurrentQueries(IMetadataQueries inner, Func<CancellationToken, Task> catchUp) : IMetadataQueries
{
    /// <inheritdoc/>
    public async ValueTask<MetadataPage<RepositoryRow>> FindRepositoriesAsync(
        RepositoryQuery query, CancellationToken cancellationToken)
    {
        await catchUp(cancellationToken);
        return await inner.FindRepositoriesAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<MetadataPage<ImageRow>> FindImagesAsync(
        ImageQuery query, CancellationToken cancellationToken)
    {
        await catchUp(cancellationToken);
        return await inner.FindImagesAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ManifestRecord>> FindReferrersAsync(
        RepositoryName repository, Digest subject, CancellationToken cancellationToken)
    {
        await catchUp(cancellationToken);
        return await inner.FindReferrersAsync(repository, subject, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SetFactAsync(
        RepositoryName repository, Digest manifest, string kind, string json, CancellationToken cancellationToken)
    {
        await catchUp(cancellationToken);
        return await inner.SetFactAsync(repository, manifest, kind, json, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> GetFactsAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken) =>
        inner.GetFactsAsync(repository, manifest, cancellationToken);
}
