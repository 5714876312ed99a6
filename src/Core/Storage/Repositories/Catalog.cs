using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Repositories;

/// <summary>The names of all repositories of a store.</summary>
/// <remarks>
/// Repositories created by this process are added at once; those created by other tools are found by a directory walk,
/// which starts when a list is requested and the last walk is some seconds old. Only the first request waits for a long
/// walk. Nothing is walked at startup.
/// </remarks>
internal sealed partial class Catalog(StoreContext store)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // Walking may take one twentieth of the time.
    private const int CostFactor = 20;

    // A list that is some seconds old is better than a late one.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly ILogger _logger = store.Loggers.CreateLogger<Catalog>();

    // Reported once per process. Only walks access it, and only one walk runs at a time.
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly Lock _changes = new();
    private readonly HashSet<RepositoryName> _addedInWalk = [];
    private readonly HashSet<RepositoryName> _removedInWalk = [];
    private readonly HashSet<RepositoryName> _shownInWalk = [];
    private readonly ConcurrentDictionary<RepositoryName, bool> _hidden = [];
    private (RepositoryName[] Names, RepositoryName[] Visible)? _visible;
    private RepositoryName[]? _names;
    private Task<RepositoryName[]>? _walk;
    private long _walkedAt;
    private TimeSpan _lastCost;

    /// <summary>Returns all names, sorted.</summary>
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

    /// <summary>Returns the names of the repositories that have content, sorted: those visible to clients.</summary>
    internal async ValueTask<RepositoryName[]> GetVisibleAsync(CancellationToken cancellationToken)
    {
        var names = await GetAsync(cancellationToken);
        if (_hidden.IsEmpty)
        {
            return names;
        }

        lock (_changes)
        {
            if (_visible is not { } known || known.Names != names)
            {
                _visible = known = (names, [.. names.Where(name => !_hidden.ContainsKey(name))]);
            }

            return known.Visible;
        }
    }

    /// <summary>Records that content was stored in a repository, or that it was removed.</summary>
    internal void Handle(in ContentChange change)
    {
        switch (change.Kind)
        {
            case ContentChangeKind.BlobStored:
                Show(change.Repository);
                break;
            case ContentChangeKind.RepositoryRemoved:
                Remove(change.Repository);
                break;
        }
    }

    /// <summary>Records that a repository has content, even if another tool created it since the last walk.</summary>
    internal void Show(RepositoryName name)
    {
        // The common case: nothing to do.
        if (_hidden.IsEmpty
            && _walk is null or { IsCompleted: true }
            && (Volatile.Read(ref _names) is not { } names || Array.BinarySearch(names, name) >= 0))
        {
            return;
        }

        lock (_changes)
        {
            _shownInWalk.Add(name);
            if (_hidden.TryRemove(name, out _))
            {
                _visible = null;
            }

            Insert(name);
        }
    }

    /// <summary>Adds a repository that was just created and has no content yet.</summary>
    internal void Add(RepositoryName name)
    {
        lock (_changes)
        {
            _addedInWalk.Add(name);
            _removedInWalk.Remove(name);
            _shownInWalk.Remove(name);
            _hidden[name] = true;
            _visible = null;
            Insert(name);
        }
    }

    /// <summary>Removes a repository that was just removed from the store.</summary>
    internal void Remove(RepositoryName name)
    {
        lock (_changes)
        {
            _addedInWalk.Remove(name);
            _removedInWalk.Add(name);
            _hidden.TryRemove(name, out _);
            _visible = null;
            if (_names is not null && Array.BinarySearch(_names, name) is >= 0 and var at)
            {
                Volatile.Write(ref _names, [.. _names.AsSpan(0, at), .. _names.AsSpan(at + 1)]);
            }
        }
    }

    // Requires the lock. Before the first walk there is no list to insert into.
    private void Insert(RepositoryName name)
    {
        if (_names is not null && Array.BinarySearch(_names, name) is < 0 and var at)
        {
            Volatile.Write(ref _names, [.. _names.AsSpan(0, ~at), name, .. _names.AsSpan(~at)]);
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
            _shownInWalk.Clear();
            start = new Task<Task<RepositoryName[]>>(RunAsync);
            _walk = walk = start.Unwrap();
        }

        if (isFirst)
        {
            start.RunSynchronously(TaskScheduler.Default); // the caller waits for it anyway
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
        HashSet<RepositoryName> hidden = [];
        var names = await WalkAsync(hidden, store.Stopping);
        lock (_changes)
        {
            Hide(hidden);
            names.UnionWith(_addedInWalk);
            names.UnionWith(_shownInWalk);
            names.ExceptWith(_removedInWalk);
            RepositoryName[] sorted = [.. names];
            Array.Sort(sorted);
            _walkedAt = store.Time.GetTimestamp();
            _lastCost = store.Time.GetElapsedTime(start, _walkedAt);
            return _names is { } before && before.AsSpan().SequenceEqual(sorted) ? before : _names = sorted;
        }
    }

    // Repositories added during the walk are already recorded.
    private void Hide(HashSet<RepositoryName> hidden)
    {
        hidden.ExceptWith(_shownInWalk);
        hidden.ExceptWith(_removedInWalk);
        foreach (var name in _hidden.Keys.Where(name => !hidden.Contains(name) && !_addedInWalk.Contains(name)))
        {
            _hidden.TryRemove(name, out _);
        }

        foreach (var name in hidden)
        {
            _hidden[name] = true;
        }

        _visible = null;
    }

    private RepositoryName[]? FreshNames()
    {
        var age = _lastCost * CostFactor;
        return Volatile.Read(ref _names) is { } names
            && store.Time.GetElapsedTime(_walkedAt) < (age > Fresh ? age : Fresh)
            ? names
            : null;
    }

    private async ValueTask<HashSet<RepositoryName>> WalkAsync(
        HashSet<RepositoryName> hidden, CancellationToken cancellationToken)
    {
        HashSet<RepositoryName> names = [];
        Stack<string> places = new([""]);
        while (places.TryPop(out var place))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ListAsync(place, cancellationToken) is not { } children)
            {
                KeepKnown(place, names);
                continue;
            }

            if (RepositoryName.TryParse(place, out var name) && ImageLayout.IsRepository(children))
            {
                names.Add(name);
                if (!await HasContentAsync(name, cancellationToken))
                {
                    hidden.Add(name);
                }
            }

            foreach (var child in children)
            {
                var path = place.Length == 0 ? child.Name : $"{place}/{child.Name}";
                if (ImageLayout.MayHoldRepositories(child) && RepositoryName.TryParse(path, out _))
                {
                    places.Push(path);
                }
                else if (child.IsLink && _reported.Add(path))
                {
                    LogLink(path);
                }
            }
        }

        return names;
    }

    private async ValueTask<IReadOnlyList<StorageChild>?> ListAsync(string place, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Driver.ListAsync(new StorageKey(place), cancellationToken);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // An unreadable directory must not keep the others from being listed.
            if (_reported.Add(place))
            {
                LogUnreadable(cause, place);
            }

            return null;
        }
    }

    // A repository is listed if its content cannot be determined.
    private async ValueTask<bool> HasContentAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        try
        {
            return await ImageLayout.HasContentAsync(store.Driver, name, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A repository that cannot be inspected is not hidden, and does not fail the walk.
            return true;
        }
    }

    // A directory that is unreadable at the moment keeps its known repositories.
    private void KeepKnown(string place, HashSet<RepositoryName> names)
    {
        var prefix = place.Length == 0 ? "" : $"{place}/";
        names.UnionWith(
            (Volatile.Read(ref _names) ?? []).Where(name => $"{name}/".StartsWith(prefix, StringComparison.Ordinal)));
    }

    [LoggerMessage(4062, LogLevel.Error, "failed to read directory, repositories in it are not listed: {Directory}")]
    private partial void LogUnreadable(Exception cause, string directory);

    [LoggerMessage(4063, LogLevel.Warning,
        "symbolic link to a directory is not followed, nothing in it is served: {Directory}")]
    private partial void LogLink(string directory);
}
