namespace Zot.Storage;

/// <remarks>Its end: out of memory, or removed.</remarks>
internal sealed partial class Repository
{
    // In place of a number of uses: there can be none any more.
    private const int NoMoreUses = int.MinValue;

    private int _uses;

    /// <summary>Keeps it from being removed; <see langword="null"/> when it is being removed, or out of use.</summary>
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

        _store.Settled.Touch(Name);
        return new RepositoryUse(this);
    }

    internal void EndUse()
    {
        // A sweep may have begun, and ended, before what was brought was there.
        _store.Settled.Touch(Name);
        Interlocked.Decrement(ref _uses);
    }

    /// <summary>Waits until a removal that is under way has ended.</summary>
    internal async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
    }

    /// <summary>Removes it, if nothing is in it, and nobody is about to put anything there.</summary>
    /// <param name="whenRemoved">What else ends with it, before another one of that name can be made.</param>
    /// <param name="cancellationToken">The caller.</param>
    internal async ValueTask<bool> TryRemoveAsync(Action whenRemoved, CancellationToken cancellationToken)
    {
        // What is only in the journal would be written later, into another one of that name.
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

        // Whatever comes of it, what is there then is read anew.
        _isRetired = true;
        if (!await RepositoryRemoval.IsEmptyAsync(_store.Driver, Name, cancellationToken))
        {
            return false;
        }

        await RepositoryRemoval.RemoveAsync(_store, Name);
        whenRemoved();
        _store.Indexes.TellLoad(Name, version: null);
        return true;
    }

    /// <summary>Completes a removal that a crash has interrupted, unless it is there again.</summary>
    internal async ValueTask CompleteRemovalAsync(CancellationToken cancellationToken)
    {
        using var files = await _files.EnterAsync(cancellationToken);
        using var turn = await _writes.EnterAsync(cancellationToken);
        await RepositoryRemoval.CompleteAsync(_store, Name, cancellationToken);
    }

    /// <summary>Takes it out of use, when it has been idle that long and all is in <c>index.json</c>.</summary>
    internal bool TryRetire(TimeSpan idle)
    {
        if (_store.Time.GetElapsedTime(_usedAt) < idle || _writes.TryEnter() is not { } turn)
        {
            return false;
        }

        using (turn)
        {
            // Once out of use it stays so: another object is in.
            return _isRetired = _isRetired || (_storage.PendingCount == 0 && Interlocked.CompareExchange(ref _uses, NoMoreUses, 0) == 0);
        }
    }
}
