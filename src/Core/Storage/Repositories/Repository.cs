using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Feed;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Locking;

namespace Zot.Storage.Repositories;

/// <summary>A repository in memory: its index, and the locks of its writers.</summary>
/// <remarks>
/// Readers use the immutable <see cref="Index"/> without a lock. Writers hold a lock per repository. Reading or writing
/// <c>index.json</c> requires the <c>_files</c> lock, which is acquired first.
/// </remarks>
internal sealed partial class Repository : IDisposable
{
    // The interval at which changes of index.json by other tools are detected.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly StoreContext _store;
    private readonly ILogger _logger;
    private readonly IndexStorage _storage;
    private readonly IndexFolding _folding;
    private readonly AsyncLock _writes;
    private readonly AsyncLock _files = new();
    private volatile RepositoryIndex? _index;
    private volatile bool _isRetired;

    // The write of index.json with the last change has failed; the change is in the journal.
    private volatile bool _hasWriteFailed;
    private long _deletions;
    private bool _isDeleting;
    private long _lookedAt;
    private long _usedAt;

    internal Repository(RepositoryName name, StoreContext store, GraphBuilder graphs)
    {
        (Name, _store, _logger) = (name, store, store.Loggers.CreateLogger<Repository>());
        _writes = new AsyncLock(store.WriteLocks);
        _storage = new IndexStorage(name, store, _logger);
        _folding = new IndexFolding(name, store, _logger, FoldAsync);
        Graph = new RepositoryGraph(this, graphs);
        _lookedAt = _usedAt = store.Time.GetTimestamp();
    }

    internal RepositoryName Name { get; }

    /// <summary>Indicates whether this object is retired.</summary>
    internal bool IsRetired => _isRetired;

    /// <summary>The current tags and manifests.</summary>
    internal RepositoryIndex Index => _index ?? RepositoryIndex.Empty;

    /// <summary>The references of its manifests.</summary>
    internal RepositoryGraph Graph { get; }

    /// <summary>A counter that grows with each deletion: a change invalidates earlier lookups of content.</summary>
    internal long Deletions => Volatile.Read(ref _deletions);

    /// <summary>Returns the current tags and manifests, with their version.</summary>
    internal async ValueTask<IRepositoryListing> ListAsync(CancellationToken cancellationToken)
    {
        using var turn = await _writes.EnterAsync(cancellationToken);
        return new RepositoryListing(Index, _storage.Version?.ToString(), _storage.Modified);
    }

    /// <summary>Ensures that the index is in memory, and at most a second old.</summary>
    /// <returns>True if the repository exists; <see langword="null"/> if this object is retired.</returns>
    internal ValueTask<bool?> RefreshAsync(CancellationToken cancellationToken)
    {
        _usedAt = _store.Time.GetTimestamp();
        if (_index is not null && !_isRetired)
        {
            var lookedAt = _lookedAt;
            if (_store.Time.GetElapsedTime(lookedAt, _usedAt) < LookAgain
                || Interlocked.CompareExchange(ref _lookedAt, _usedAt, lookedAt) != lookedAt)
            {
                return ValueTask.FromResult<bool?>(true);
            }
        }

        return LookAsync(cancellationToken);
    }

    /// <summary>Acquires the write lock; returns <see langword="null"/> if this object is retired.</summary>
    internal async ValueTask<RepositoryWrite?> BeginWriteAsync(
        CancellationToken cancellationToken, bool isSweep = false, CallContext? call = null)
    {
        var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            turn.Dispose();
            return null;
        }

        return new RepositoryWrite(this, turn, isSweep, call);
    }

    /// <summary>Creates the repository if it is missing.</summary>
    /// <param name="whenCreated">Records the repository before other requests find it.</param>
    /// <param name="cancellationToken">Cancels the creation before its first step.</param>
    /// <returns>False if this object is retired.</returns>
    internal async ValueTask<bool> CreateAsync(Action whenCreated, CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        using var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            return false;
        }

        if (_index is not null || await LoadAsync(cancellationToken))
        {
            return true;
        }

        await RequireFreePlaceAsync(cancellationToken);
        await _storage.CreateAsync(CancellationToken.None);
        whenCreated();
        return await LoadAsync(CancellationToken.None)
            ? true
            : throw new IOException($"repository '{Name}' was created but is missing");
    }

    /// <summary>Brings <c>index.json</c> up to date.</summary>
    internal async ValueTask FoldAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        RepositoryIndex index;
        int count;
        using (await _writes.EnterAsync(cancellationToken))
        {
            if (_isRetired
                || _store.IsReadOnly
                || _storage.PendingCount == 0)
            {
                return;
            }

            if (await _storage.HasChangedAsync(cancellationToken) && !await LoadAsync(cancellationToken))
            {
                _isRetired = true; // removed by another tool
                return;
            }

            (index, count) = (Index, _storage.PendingCount);
        }

        // Pushes continue meanwhile, and their changes stay in the journal.
        var version = await _storage.WriteAsync(index, CancellationToken.None);
        using (await _writes.EnterAsync(CancellationToken.None))
        {
            await _storage.ForgetAsync(count, version, CancellationToken.None);
            if (_storage.PendingCount > 0)
            {
                _folding.Request();
            }
            else
            {
                PublishVersion(version);
            }
        }
    }

    /// <summary>
    /// Brings a small <c>index.json</c> up to date before the client is answered; a large one is written later.
    /// </summary>
    /// <remarks>
    /// Not to be called with the write lock held. Clients that change the repository at the same time share one write.
    /// </remarks>
    internal async ValueTask FoldPromptlyAsync()
    {
        if (_storage.PendingCount == 0
            || _hasWriteFailed
            || _storage.Length > _store.PromptIndexLength
            || _store.IsReadOnly)
        {
            return;
        }

        try
        {
            await FoldAsync(CancellationToken.None);
        }
        catch (Exception cause)
        {
            // The change is in the journal, which is as durable as the response promises; the next fold retries.
            LogNotFoldedPromptly(cause, Name.ToString());
        }
    }

    public void Dispose()
    {
        _folding.Dispose();
        _writes.Dispose();
        _files.Dispose();
    }

    /// <summary>Records changes, and publishes the new index to readers. Requires the write lock.</summary>
    internal async ValueTask CommitAsync(IndexEditor editor, bool isRemoval, bool isSweep, CallContext? call)
    {
        if (editor.Changes.Count > 0)
        {
            _store.RequireWritable();
            var index = editor.ToIndex();
            _hasWriteFailed = false;

            // A sweep removes many entries, of which index.json is written once.
            var version = isSweep ? null : await TryWriteAsync(index);
            if (version is null)
            {
                await AppendAsync(editor, isRemoval);
                _folding.Request();
            }

            _index = index;
            Publish(editor.Changes, call);
            if (version is { } written)
            {
                PublishVersion(written);
            }
        }
    }

    // The previous manifest of a tag is not published: a subscriber that tracks tags knows it.
    private void Publish(IReadOnlyList<IndexChange> changes, CallContext? call)
    {
        foreach (var change in changes)
        {
            _store.Changes.Publish(new ContentChange(Name, ContentChangeKind.EntryChanged)
            {
                Tag = change.Tag,
                Manifest = change.Tag is null ? change.Untagged : change.Entry?.Descriptor.Digest,
                Caller = call,
            });
        }
    }

    private void PublishVersion(StoredObject index) =>
        _store.Changes.Publish(
            new ContentChange(Name, ContentChangeKind.IndexWritten) { Version = ContentChanges.VersionOf(index) });

    // A small index that only one client changes is written at once, without the journal. Returns null if the journal
    // must be used: the index is large, other clients wait and share the next write, or another tool changed the file.
    private async ValueTask<StoredObject?> TryWriteAsync(RepositoryIndex index)
    {
        if (!_storage.IsJournalEmpty
            || _storage.Length > _store.PromptIndexLength
            || _writes.HasWaiters
            || _files.TryEnter() is not { } files)
        {
            return null;
        }

        using (files)
        {
            try
            {
                return await _storage.HasChangedAsync(CancellationToken.None)
                    ? null
                    : await _storage.ReplaceAsync(index);
            }
            catch (Exception cause)
            {
                // Writing to the journal takes less space than a second index.json, and may still succeed.
                LogNotFoldedPromptly(cause, Name.ToString());
                _hasWriteFailed = true;
                return null;
            }
        }
    }

    // On a full disk, a removal uses the reserved space, so that it can free more.
    private async ValueTask AppendAsync(IndexEditor editor, bool isRemoval)
    {
        try
        {
            await _storage.AppendAsync(editor.Changes);
        }
        catch (IOException cause) when (isRemoval && MediumFailures.IsFull(cause))
        {
            if (!await _store.Driver.ReleaseReserveAsync(CancellationToken.None))
            {
                throw;
            }

            await _storage.AppendAsync(editor.Changes);
        }
    }

    /// <summary>Records that content is about to be deleted. Requires the write lock.</summary>
    internal void CountDeletion()
    {
        _isDeleting = true;
        Volatile.Write(ref _deletions, _deletions + 1);
    }

    /// <summary>Completes a write. Requires the write lock.</summary>
    internal void EndWrite()
    {
        // Invalidates lookups that were made during the write, before all content was deleted.
        if (_isDeleting)
        {
            _isDeleting = false;
            Volatile.Write(ref _deletions, _deletions + 1);
        }
    }

    private async ValueTask<bool?> LookAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            return null;
        }

        if (_index is not null && !await _storage.HasChangedAsync(cancellationToken))
        {
            return true;
        }

        using var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            // This object was retired meanwhile, and another one may have replaced it.
            return null;
        }

        try
        {
            _isRetired = !await LoadAsync(cancellationToken);
            return !_isRetired;
        }
        catch (InvalidDataException cause) when (_index is not null)
        {
            // Another tool may be writing the file; the index in memory is still valid.
            LogNotReloaded(cause, Name.ToString());
            return true;
        }
    }

    // Writing there would change another repository or a path outside of the root, or would always fail.
    private async ValueTask RequireFreePlaceAsync(CancellationToken cancellationToken)
    {
        if (!await ImageLayout.IsInPlaceAsync(_store.Driver, Name, cancellationToken))
        {
            throw RegistryError.NameInvalid.With(
                "name", Name,
                "a symbolic link, or a file or directory of another program, has this name in the storage directory");
        }
    }

    // Reloads everything from storage; the journal holds the pending changes, regardless of which tool wrote the index.
    private async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var wasLoaded = _index is not null;
        var loaded = await ImageLayout.IsInPlaceAsync(_store.Driver, Name, cancellationToken)
            ? await _storage.LoadAsync(cancellationToken)
            : null;
        Graph.Forget();
        _index = loaded;
        if (wasLoaded || loaded is not null)
        {
            _store.Changes.Publish(new ContentChange(Name, ContentChangeKind.IndexLoaded)
            {
                Version = loaded is null ? null : _storage.Version,
            });
        }

        if (loaded is not null && _storage.PendingCount > 0)
        {
            _folding.Request();
        }

        return loaded is not null;
    }

    [LoggerMessage(4064, LogLevel.Warning,
        "failed to write index.json before the response, the change stays in the journal: {Repository}")]
    private partial void LogNotFoldedPromptly(Exception cause, string repository);

    [LoggerMessage(4009, LogLevel.Error,
        "failed to read changed index.json, the previous content is served: {Repository}")]
    private partial void LogNotReloaded(Exception cause, string repository);
}
