using Zot.Registry;

namespace Zot.Storage.Repositories;

/// <remarks>The end of its life: eviction from memory, or removal.</remarks>
internal sealed partial class Repository
{
    // Replaces the number of uses when the repository can no longer be used.
    private const int NoMoreUses = int.MinValue;

    private int _uses;

    /// <summary>
    /// Keeps it from being removed; returns <see langword="null"/> if it is being removed, or retired.
    /// </summary>
    internal RepositoryUse? TryUse()
    {
        int uses;
        do
        {
            uses = Volatile.Read(ref _uses);
            if (uses < 0)
            {
                return null;
            }
        }
        while (Interlocked.CompareExchange(ref _uses, uses + 1, uses) != uses);

        _store.Settled.Invalidate(Name);
        return new RepositoryUse(this);
    }

    internal void EndUse()
    {
        // A sweep may have started and completed before the new content was stored.
        _store.Settled.Invalidate(Name);
        Interlocked.Decrement(ref _uses);
    }

    /// <summary>Waits until a removal in progress has completed.</summary>
    internal async ValueTask WaitForRemovalAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
    }

    /// <summary>Removes it if it is empty and not in use.</summary>
    /// <param name="cancellationToken">Cancels the removal before its first step.</param>
    internal async ValueTask<bool> TryRemoveAsync(CancellationToken cancellationToken)
    {
        // Changes that are only in the journal would later be written into another repository of that name.
        await FoldAsync(cancellationToken);
        using var files = await _files.EnterAsync(cancellationToken);
        using var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired
            || Index.Manifests.Count > 0
            || _storage.PendingCount > 0
            || await _storage.HasChangedAsync(cancellationToken)
            || Interlocked.CompareExchange(ref _uses, NoMoreUses, 0) != 0)
        {
            return false;
        }

        // Whether or not the removal succeeds, the next access loads the state from storage.
        _isRetired = true;
        if (!await RepositoryRemoval.IsEmptyAsync(_store.Driver, Name, cancellationToken))
        {
            return false;
        }

        await RepositoryRemoval.RemoveAsync(_store, Name);
        _store.Changes.Publish(new ContentChange(Name, ContentChangeKind.RepositoryRemoved));
        return true;
    }

    /// <summary>Completes a removal that a crash interrupted, unless the repository was created again.</summary>
    /// <returns>False if this object is retired: another one, with its own locks, may have replaced it.</returns>
    internal async ValueTask<bool> CompleteRemovalAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        using var turn = await _writes.EnterAsync(cancellationToken);
        if (_isRetired)
        {
            return false;
        }

        await RepositoryRemoval.CompleteAsync(_store, Name, cancellationToken);
        return true;
    }

    /// <summary>Retires it if it was idle for that long and all changes are in <c>index.json</c>.</summary>
    internal bool TryRetire(TimeSpan idle)
    {
        if (_store.Time.GetElapsedTime(_usedAt) < idle || _writes.TryEnter() is not { } turn)
        {
            return false;
        }

        using (turn)
        {
            // Once retired it stays so, because another object may have replaced it.
            return _isRetired = _isRetired
                || (_storage.PendingCount == 0 && Interlocked.CompareExchange(ref _uses, NoMoreUses, 0) == 0);
        }
    }
}
