using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata;

/// <summary>What is there to find? Knows of the content what the content does not tell, and tells it fast.</summary>
/// <remarks>Content is the truth. Without the index, nothing that was pushed is lost.</remarks>
public interface IMetadataIndex : IRepositoryStatistics, IAsyncDisposable
{
    /// <summary>Notes that a manifest was pulled. Never waits.</summary>
    void NotePull(RepositoryName repository, Digest manifest);

    /// <summary>Notes that a manifest was pushed; only the first push counts. Never waits.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="caller">Who pushed it; <see langword="null"/> for an anonymous caller.</param>
    void NotePush(RepositoryName repository, Digest manifest, string? caller);

    /// <summary>Notes that a manifest without tag was pushed with one: it counts as pushed now. Never waits.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="caller">The name of the user who pushed it; <see langword="null"/> for an anonymous caller.</param>
    void NoteTagging(RepositoryName repository, Digest manifest, string? caller);

    /// <summary>Forgets a manifest that was deleted. Never waits.</summary>
    void NoteDeletion(RepositoryName repository, Digest manifest);

    /// <summary>Keeps account of the content from now on, until it is disposed. Called once.</summary>
    /// <param name="feed">Tells what changes.</param>
    /// <param name="content">Where manifests are read, without being counted as pulled.</param>
    /// <returns>Finds what has changed while nobody kept account.</returns>
    IJobSource Follow(IContentFeed feed, IRegistryReader content);

    /// <summary>What a repository holds, brought up to date first; <see langword="null"/> when there is none of that name.</summary>
    ValueTask<RepositoryRecord?> FindRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>How much it knows of.</summary>
    ContentCounts Count();

    /// <summary>Gets <see cref="ContentCounts.Failed"/> without counting anything.</summary>
    int FailedRepositories => Count().Failed;
}
