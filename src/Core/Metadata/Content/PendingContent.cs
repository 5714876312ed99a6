using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>What has changed since it was written last.</summary>
internal sealed class PendingContent : IContentObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RepositoryName, RepositoryChanges> _changes = [];

    /// <summary>How many repositories wait to be written.</summary>
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

    /// <summary>Those repositories.</summary>
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

    /// <summary>Takes what there is of one repository; <see langword="null"/> for nothing.</summary>
    internal RepositoryChanges? Take(RepositoryName repository)
    {
        lock (_gate)
        {
            return _changes.Remove(repository, out var changes) ? changes : null;
        }
    }

    /// <summary>Gives back what could not be written; what came since comes after it.</summary>
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

    /// <summary>Forgets that a repository was read, when it was only to write this version of it.</summary>
    internal void Settle(RepositoryName repository, string? version)
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
