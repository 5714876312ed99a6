using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The changes that have not been written yet.</summary>
internal sealed class PendingContent
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RepositoryName, RepositoryChanges> _changes = [];

    /// <summary>The number of repositories with pending changes.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _changes.Count;
            }
        }
    }

    /// <summary>The repositories with pending changes.</summary>
    internal IReadOnlyList<RepositoryName> Repositories
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes.Keys];
            }
        }
    }

    /// <summary>Notes a change of an entry or of a repository as a whole.</summary>
    internal void Handle(in ContentChange change)
    {
        switch (change.Kind)
        {
            case ContentChangeKind.EntryChanged:
                NoteEntry(change.Repository, change.Tag, change.Manifest);
                break;
            case ContentChangeKind.IndexLoaded or ContentChangeKind.RepositoryRemoved:
                NoteLoad(change.Repository, change.Version?.ToString());
                break;
            case ContentChangeKind.IndexWritten:
                lock (_gate)
                {
                    Of(change.Repository).Version = change.Version?.ToString();
                }

                break;
        }
    }

    /// <summary>Notes that anything in a repository may have changed.</summary>
    internal void Invalidate(RepositoryName repository) => NoteLoad(repository, version: null);

    /// <summary>Removes and returns the changes of one repository; <see langword="null"/> if there are none.</summary>
    internal RepositoryChanges? Take(RepositoryName repository)
    {
        lock (_gate)
        {
            return _changes.Remove(repository, out var changes) ? changes : null;
        }
    }

    /// <summary>Restores changes that could not be written; later changes are applied on top.</summary>
    internal void Return(RepositoryName repository, RepositoryChanges taken)
    {
        lock (_gate)
        {
            if (_changes.TryGetValue(repository, out var later))
            {
                taken.Add(later);
            }

            _changes[repository] = taken;
        }
    }

    /// <summary>Drops a pending load of a repository if its only cause was the write of this version.</summary>
    internal void Complete(RepositoryName repository, string? version)
    {
        lock (_gate)
        {
            if (_changes.TryGetValue(repository, out var later)
                && later is { IsEmpty: true, IsAnything: false }
                && later.Loaded == version)
            {
                _changes.Remove(repository);
            }
        }
    }

    private void NoteEntry(RepositoryName repository, string? tag, Digest? manifest)
    {
        lock (_gate)
        {
            var changes = Of(repository);
            changes.Version = null;
            if (tag is not null)
            {
                changes.Tags.Add(tag);
            }

            if (manifest is { } digest)
            {
                changes.Manifests.Add(digest);
            }
        }
    }

    private void NoteLoad(RepositoryName repository, string? version)
    {
        lock (_gate)
        {
            Of(repository).Load(version);
        }
    }

    private RepositoryChanges Of(RepositoryName repository)
    {
        if (!_changes.TryGetValue(repository, out var changes))
        {
            _changes.Add(repository, changes = new RepositoryChanges());
        }

        return changes;
    }
}
