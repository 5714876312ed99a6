using Zot.Metadata.Queries;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata;

/// <summary>
/// The index of repositories, tags and manifests. Answers queries without reading content, and stores statistics that
/// are not part of the content.
/// </summary>
/// <remarks>Content is authoritative. Losing the index loses no pushed content.</remarks>
public interface IMetadataIndex : IRepositoryStatistics, IAsyncDisposable
{
    /// <summary>Records a pull of a manifest. Never blocks.</summary>
    void NotePull(RepositoryName repository, Digest manifest);

    /// <summary>Records a push of a manifest; only the first push counts. Never blocks.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="caller">The name of the user who pushed it; <see langword="null"/> for an anonymous user.</param>
    void NotePush(RepositoryName repository, Digest manifest, string? caller);

    /// <summary>
    /// Records that an untagged manifest was pushed with a tag: this counts as a new push. Never blocks.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="caller">The name of the user who pushed it; <see langword="null"/> for an anonymous user.</param>
    void NoteTagging(RepositoryName repository, Digest manifest, string? caller);

    /// <summary>Removes the statistics of a deleted manifest. Never blocks.</summary>
    void NoteDeletion(RepositoryName repository, Digest manifest);

    /// <summary>Starts tracking the content, until the index is disposed. Called once.</summary>
    /// <param name="feed">The source of change notifications.</param>
    /// <param name="content">The source of manifests; reads through it are not counted as pulls.</param>
    /// <returns>The jobs that find changes missed while tracking was inactive.</returns>
    IJobSource Follow(IContentFeed feed, IRegistryReader content);

    /// <summary>Updates and returns the record of a repository; <see langword="null"/> if it does not exist.</summary>
    ValueTask<RepositoryRecord?> FindRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>The queries over all repositories.</summary>
    IMetadataQueries Queries { get; }

    /// <summary>Counts the objects in the index.</summary>
    ContentCounts Count();

    /// <summary>Gets <see cref="ContentCounts.Failed"/> without counting other objects.</summary>
    int FailedRepositories => Count().Failed;
}
