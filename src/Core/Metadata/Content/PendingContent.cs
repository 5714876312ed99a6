using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The changes that have not been written yet.</summary>
internal sealed class PendingContent : IContentObserver
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

    public void NoteChange(RepositoryName repository, string? tag, Digest? manifest) => Note(repository, changes =>
    {
        changes.Version = null;
        if (tag is not null)
        {
            changes.Tags.Add(tag);
        }

        if (manifest is { } digest)
        {
            changes.Manifests.Add(digest);
        }
    });

    public void NoteLoad(RepositoryVersion version) => Note(version.Repository, changes => changes.Load(version.Version));

    public void NoteVersion(RepositoryVersion version) =>
        Note(version.Repository, changes => changes.Version = version.Version);

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
            if (_changes.TryGetValue(repository, out var later) && later is { IsEmpty: true, IsAnything: false } && later.Loaded == version)
            {
                _changes.Remove(repository);
            }
        }
    }

    private void Note(RepositoryName repository, Action<RepositoryChanges> note)
    {
        lock (_gate)
        {
            if (!_changes.TryGetValue(repository, out var changes))
            {
                _changes.Add(repository, changes = new RepositoryChanges());
            }

            note(changes);
        }
    }
}
