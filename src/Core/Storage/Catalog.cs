using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage;

/// <summary>The names of all repositories of a store.</summary>
/// <remarks>
/// New ones of our own are added at once; those that another tool has put there are found by a walk, which is made when a
/// list is asked for and the last walk is some seconds old; whoever asks does not wait for a long one but the first. Nothing
/// is walked at the start.
/// </remarks>
internal sealed class Catalog(StoreContext store)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // Walking may take this part of the time: one in twenty.
    private const int CostFactor = 20;

    // A list that is some seconds old is better than one that comes late.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock _changes = new();
    private readonly HashSet<RepositoryName> _addedInWalk = [];
    private readonly HashSet<RepositoryName> _removedInWalk = [];
    private RepositoryName[]? _names;
    private Task<RepositoryName[]>? _walk;
    private long _walkedAt;
    private TimeSpan _lastCost;

    /// <summary>All names, sorted.</summary>
    internal async ValueTask<RepositoryName[]> GetAsync(CancellationToken cancellationToken)
    {
        if (FreshNames() is { } fresh)
        {
            return fresh;
        }

        var isFirst = Volatile.Read(ref _names) is null;
        var walk = Walk(isFirst);
        if (isFirst)
        {
            return await walk.WaitAsync(cancellationToken);
        }

        try
        {
            return await walk.WaitAsync(Patience, store.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Volatile.Read(ref _names)!;
        }
    }

    /// <summary>Adds a repository that has just been made.</summary>
    internal void Add(RepositoryName name)
    {
        lock (_changes)
        {
            _addedInWalk.Add(name);
            _removedInWalk.Remove(name);
            if (_names is null)
            {
                return;
            }

            var at = Array.BinarySearch(_names, name);
            if (at < 0)
            {
                Volatile.Write(ref _names, [.. _names.AsSpan(0, ~at), name, .. _names.AsSpan(~at)]);
            }
        }
    }

    /// <summary>Takes out a repository that has just been removed.</summary>
    internal void Remove(RepositoryName name)
    {
        lock (_changes)
        {
            _addedInWalk.Remove(name);
            _removedInWalk.Add(name);
            if (_names is not null && Array.BinarySearch(_names, name) is >= 0 and var at)
            {
                Volatile.Write(ref _names, [.. _names.AsSpan(0, at), .. _names.AsSpan(at + 1)]);
            }
        }
    }

    private Task<RepositoryName[]> Walk(bool isFirst)
    {
        Task<Task<RepositoryName[]>> start;
        Task<RepositoryName[]> walk;
        lock (_changes)
        {
            if (_walk is { IsCompleted: false } running)
            {
                return running;
            }

            _addedInWalk.Clear();
            _removedInWalk.Clear();
            start = new Task<Task<RepositoryName[]>>(RunAsync);
            _walk = walk = start.Unwrap();
        }

        if (isFirst)
        {
            start.RunSynchronously(TaskScheduler.Default); // whoever asks waits for it all the same
        }
        else
        {
            start.Start(TaskScheduler.Default);
        }

        return walk;
    }

    private async Task<RepositoryName[]> RunAsync()
    {
        var start = store.Time.GetTimestamp();
        var names = await WalkAsync(store.Stopping);
        lock (_changes)
        {
            names.UnionWith(_addedInWalk);
            names.ExceptWith(_removedInWalk);
            RepositoryName[] sorted = [.. names];
            Array.Sort(sorted);
            _walkedAt = store.Time.GetTimestamp();
            _lastCost = store.Time.GetElapsedTime(start, _walkedAt);
            return _names is { } before && before.AsSpan().SequenceEqual(sorted) ? before : _names = sorted;
        }
    }

    private RepositoryName[]? FreshNames()
    {
        var age = _lastCost * CostFactor;
        return Volatile.Read(ref _names) is { } names && store.Time.GetElapsedTime(_walkedAt) < (age > Fresh ? age : Fresh)
            ? names
            : null;
    }

    private async ValueTask<HashSet<RepositoryName>> WalkAsync(CancellationToken cancellationToken)
    {
        HashSet<RepositoryName> names = [];
        Stack<string> places = new([""]);
        while (places.TryPop(out var place))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var children = await store.Driver.ListAsync(new StorageKey(place), cancellationToken);
            if (RepositoryName.TryParse(place, out var name) && ImageLayout.IsRepository(children))
            {
                names.Add(name);
            }

            foreach (var child in children.Where(child => ImageLayout.MayHoldRepositories(child, place.Length == 0)))
            {
                places.Push(place.Length == 0 ? child.Name : $"{place}/{child.Name}");
            }
        }

        return names;
    }
}
