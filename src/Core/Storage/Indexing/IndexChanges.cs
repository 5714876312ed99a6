using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Indexing;

/// <summary>Notifies of changes to the indexes of a store. Without an observer, it costs a comparison.</summary>
internal sealed class IndexChanges
{
    private volatile IContentObserver? _observer;

    /// <summary>Sets the observer.</summary>
    internal void Observe(IContentObserver observer) => _observer = observer;

    /// <summary>Reports changes.</summary>
    internal void Publish(RepositoryName repository, IReadOnlyList<IndexChange> changes)
    {
        if (_observer is not { } observer)
        {
            return;
        }

        foreach (var change in changes)
        {
            // The previous manifest of a tag is not reported: an observer that tracks tags knows it.
            observer.NoteChange(repository, change.Tag, change.Tag is null ? change.Untagged : change.Entry?.Descriptor.Digest);
        }
    }

    /// <inheritdoc cref="IContentObserver.NoteLoad"/>
    internal void PublishLoad(RepositoryName repository, string? version) =>
        _observer?.NoteLoad(new RepositoryVersion(repository, version));

    /// <inheritdoc cref="IContentObserver.NoteVersion"/>
    internal void PublishVersion(RepositoryName repository, StoredObject index) =>
        _observer?.NoteVersion(new RepositoryVersion(repository, VersionOf(index)));

    /// <summary>
    /// Returns the version of a repository without pending changes, from the metadata of its <c>index.json</c>.
    /// </summary>
    internal static string VersionOf(StoredObject index) =>
        FormattableString.Invariant($"{index.Modified.UtcTicks:x}-{index.Length:x}-{index.Identity:x}");
}
