using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;

namespace Zot.Storage;

/// <summary>A repository in use: its index in memory, and the turns of those who change it.</summary>
/// <remarks>
/// Readers take <see cref="Index"/> as it is, without a lock. Writers take turns, per repository. Whoever writes or reads
/// <c>index.json</c> takes the turn of <c>_files</c> first.
/// </remarks>
internal sealed partial class Repository : IDisposable
{
    // How soon a change of index.json by another tool is noticed.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly StoreContext _store;
    private readonly ILogger _logger;
    private readonly IndexStorage _storage;
    private readonly IndexFolding _folding;
    private readonly AsyncLock _writes;
    private readonly AsyncLock _files = new();
    private volatile RepositoryIndex? _index;
    private volatile bool _isRetired;
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

    /// <summary>Whether this object is out of use.</summary>
    internal bool IsRetired => _isRetired;

    /// <summary>The tags and manifests, now.</summary>
    internal RepositoryIndex Index => _index ?? RepositoryIndex.Empty;

    /// <summary>What its manifests name.</summary>
    internal RepositoryGraph Graph { get; }

    /// <summary>Grows with each deletion of content: what was looked up before may be gone since.</summary>
    internal long Deletions => Volatile.Read(ref _deletions);

    /// <summary>The tags and manifests, now, with the version they are.</summary>
    internal async ValueTask<IRepositoryListing> ListAsync(CancellationToken cancellationToken)
    {
        using var turn = await _writes.EnterAsync(cancellationToken);
        return new RepositoryListing(Index, _storage.Version, _storage.Modified);
    }

    /// <summary>Makes sure that the index is in memory, and not older than a second.</summary>
    /// <returns>Whether there is such a repository; <see langword="null"/> when this object is out of use.</returns>
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

    /// <summary>Takes the turn to change it; <see langword="null"/> when this object is out of use, and another one is in.</summary>
    internal async ValueTask<RepositoryWrite?> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            turn.Dispose();
            return null;
        }

        return new RepositoryWrite(this, turn);
    }

    /// <summary>Makes the repository, unless it is there.</summary>
    /// <returns>Whether it is new; <see langword="null"/> when this object is out of use, and another one is in.</returns>
    internal async ValueTask<bool?> CreateAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        using var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            return null;
        }

        if (_index is not null || await LoadAsync(cancellationToken))
        {
            return false;
        }

        await RequireFreePlaceAsync(cancellationToken);
        await _storage.CreateAsync(CancellationToken.None);
        return await LoadAsync(CancellationToken.None)
            ? true
            : throw new IOException($"the repository '{Name}' was made, but is not there");
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
                || _storage.PendingCount == 0
                || (await _storage.HasChangedAsync(cancellationToken) && !await LoadAsync(cancellationToken)))
            {
                return;
            }

            (index, count) = (Index, _storage.PendingCount);
        }

        // Pushes go on meanwhile: what they add stays in the journal.
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
                _store.Indexes.TellVersion(Name, version);
            }
        }
    }

    /// <summary>Brings a small <c>index.json</c> up to date before a client is told of its change; a large one follows later.</summary>
    /// <remarks>Not for the holder of the turn. Clients that change the repository at the same time share one writing.</remarks>
    internal async ValueTask FoldPromptlyAsync()
    {
        if (_storage.PendingCount == 0 || _storage.Length > _store.PromptIndexLength || _store.IsReadOnly)
        {
            return;
        }

        try
        {
            await FoldAsync(CancellationToken.None);
        }
        catch (Exception cause)
        {
            // The change is in the journal, which survives everything this answer promises; the next folding tries again.
            LogNotFoldedPromptly(cause, Name.ToString());
        }
    }

    public void Dispose()
    {
        _folding.Dispose();
        _writes.Dispose();
        _files.Dispose();
    }

    /// <summary>For the holder of the turn: notes changes, and lets readers see them.</summary>
    internal async ValueTask CommitAsync(IndexEditor editor, bool isRemoval)
    {
        if (editor.Changes.Count > 0)
        {
            _store.RequireWritable();
            var index = editor.ToIndex();
            var version = await TryWriteAsync(index);
            if (version is null)
            {
                await AppendAsync(editor, isRemoval);
                _folding.Request();
            }

            _index = index;
            _store.Indexes.Tell(Name, editor.Changes);
            _store.Settled.Touch(Name);
            if (version is { } written)
            {
                _store.Indexes.TellVersion(Name, written);
            }
        }
    }

    // A small index that one client changes is written at once, without the journal. Null where the journal is the way: the index is
    // large, other clients wait and share the next writing, or somebody else changed the file.
    private async ValueTask<StoredObject?> TryWriteAsync(RepositoryIndex index)
    {
        if (_storage.PendingCount > 0 || _storage.Length > _store.PromptIndexLength || _writes.HasWaiters || _files.TryEnter() is not { } files)
        {
            return null;
        }

        using (files)
        {
            try
            {
                return await _storage.HasChangedAsync(CancellationToken.None) ? null : await _storage.ReplaceAsync(index);
            }
            catch (Exception cause)
            {
                // The journal needs less room than a second index.json, and decides.
                LogNotFoldedPromptly(cause, Name.ToString());
                return null;
            }
        }
    }

    // On a full disk, the space that is kept for it is what a removal needs to free more.
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

    /// <summary>For the holder of the turn: says that content is about to go.</summary>
    internal void CountDeletion()
    {
        _isDeleting = true;
        Volatile.Write(ref _deletions, _deletions + 1);
        _store.Settled.Touch(Name);
    }

    /// <summary>For the holder of the turn, at its end.</summary>
    internal void EndWrite()
    {
        // Who has looked in the middle of the turn has seen what went in the rest of it.
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
            // Somebody let go of it meanwhile: another object is in.
            return null;
        }

        try
        {
            _isRetired = !await LoadAsync(cancellationToken);
            return !_isRetired;
        }
        catch (InvalidDataException cause) when (_index is not null)
        {
            // Somebody may be in the middle of writing it: what is in memory was good.
            LogNotReloaded(cause, Name.ToString());
            return true;
        }
    }

    // Writing there would change another repository, or something outside of the root, or fail for ever.
    private async ValueTask RequireFreePlaceAsync(CancellationToken cancellationToken)
    {
        if (!await ImageLayout.IsInPlaceAsync(_store.Driver, Name, cancellationToken))
        {
            throw RegistryError.NameInvalid.With(
                "name", Name, "a symbolic link, or a file or directory of another program, has this name in the storage directory");
        }
    }

    // Reads all from the medium; the journal there holds what is pending, whoever wrote the index.
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
            _store.Indexes.TellLoad(Name, loaded is null ? null : _storage.Version);
        }

        if (_storage.PendingCount > 0)
        {
            _folding.Request();
        }

        return loaded is not null;
    }

    [LoggerMessage(4064, LogLevel.Warning, "failed to write index.json before the answer, the change stays in the journal: {Repository}")]
    private partial void LogNotFoldedPromptly(Exception cause, string repository);

    [LoggerMessage(4009, LogLevel.Error, "index.json was changed, but cannot be read; what was known before is served: {Repository}")]
    private partial void LogNotReloaded(Exception cause, string repository);
}
