using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Indexing;

/// <summary>Where a store tells what becomes of its indexes. As long as nobody listens, it costs a comparison.</summary>
internal sealed class IndexChanges
{
    private volatile IContentObserver? _observer;

    /// <summary>Has somebody told of it.</summary>
    internal void Observe(IContentObserver observer) => _observer = observer;

    /// <summary>Tells what has changed.</summary>
    internal void Tell(RepositoryName repository, IReadOnlyList<IndexChange> changes)
    {
        if (_observer is not { } observer)
        {
            return;
        }

        foreach (var change in changes)
        {
            // What a tag pointed to before is not told: who keeps an account of the tags has it there.
            observer.NoteChange(repository, change.Tag, change.Tag is null ? change.Untagged : change.Entry?.Descriptor.Digest);
        }
    }

    /// <inheritdoc cref="IContentObserver.NoteLoad"/>
    internal void TellLoad(RepositoryName repository, string? version) =>
        _observer?.NoteLoad(new RepositoryVersion(repository, version));

    /// <inheritdoc cref="IContentObserver.NoteVersion"/>
    internal void TellVersion(RepositoryName repository, StoredObject index) =>
        _observer?.NoteVersion(new RepositoryVersion(repository, VersionOf(index)));

    /// <summary>The version of a repository all of which is in this <c>index.json</c>.</summary>
    internal static string VersionOf(StoredObject index) =>
        FormattableString.Invariant($"{index.Modified.UtcTicks:x}-{index.Length:x}-{index.Identity:x}");
}
