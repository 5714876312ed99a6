using Zot.Metadata.Content;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The database of the metadata index: it stores and finds, and decides nothing.</summary>
/// <remarks>
/// Every method throws <see cref="MetadataStoreException"/> if the database fails. Writes are atomic.
/// </remarks>
public interface IMetadataStore : IAsyncDisposable
{
    /// <summary>The time since which pulls are recorded without a gap.</summary>
    DateTimeOffset Since { get; }

    /// <summary>The queries, which see what is written.</summary>
    IMetadataQueries Queries { get; }

    /// <summary>Writes changes of statistics.</summary>
    ValueTask WriteAsync(
        IReadOnlyDictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> changes,
        CancellationToken cancellationToken);

    /// <summary>Returns the statistics of a repository.</summary>
    ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadStatisticsAsync(
        RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Writes changes of the content of a repository.</summary>
    ValueTask WriteAsync(ContentUpdate update, CancellationToken cancellationToken);

    /// <summary>Removes a repository; its statistics are kept.</summary>
    ValueTask RemoveAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>
    /// Returns up to <paramref name="count"/> repositories with their versions, in the order of
    /// <see cref="RepositoryName"/>.
    /// </summary>
    ValueTask<IReadOnlyList<RepositoryVersion>> ListVersionsAsync(
        RepositoryName? after, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the version of a repository that was written last; <see langword="null"/> if it is unknown.
    /// </summary>
    ValueTask<string?> FindVersionAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Returns the record of a repository; <see langword="null"/> if it was never written.</summary>
    ValueTask<RepositoryRecord?> FindRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>Returns the targets of tags, as far as they are known.</summary>
    ValueTask<IReadOnlyList<Digest>> FindManifestsAsync(
        RepositoryName repository, IEnumerable<string> tags, CancellationToken cancellationToken);

    /// <summary>Indicates whether a manifest is known and was read.</summary>
    ValueTask<bool> IsReadAsync(RepositoryName repository, Digest manifest, CancellationToken cancellationToken);

    /// <summary>Counts the objects.</summary>
    ContentCounts Count();

    /// <summary>Adds data of another registry, once per source.</summary>
    /// <returns>
    /// The number of manifests and tags added; <see langword="null"/> if the source was imported before.
    /// </returns>
    (int Manifests, int Tags)? Import(string source, Func<IEnumerable<ImportedRepository>> read);
}
