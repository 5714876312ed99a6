using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Drivers;
using Zot.Storage.Graph;

namespace Zot.Storage.Repositories;

/// <summary>The repositories of a store that are in memory.</summary>
internal sealed partial class RepositoryMap : IAsyncDisposable
{
    // The time after which an unused repository is evicted from memory.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<RepositoryName, Repository> _inUse = [];
    private readonly StoreContext _store;
    private readonly GraphBuilder _graphs;
    private readonly Catalog _catalog;
    private readonly ILogger _logger;
    private readonly ITimer _sweeper;

    internal RepositoryMap(StoreContext store, GraphBuilder graphs, Catalog catalog)
    {
        (_store, _graphs, _catalog) = (store, graphs, catalog);
        _logger = store.Loggers.CreateLogger<RepositoryMap>();
        _sweeper = store.Time.CreateTimer(
            static all => ((RepositoryMap)all!).Sweep(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Returns a repository with its index loaded; <see langword="null"/> if it does not exist.</summary>
    internal async ValueTask<Repository?> FindAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        if (!ImageLayout.CanHold(name))
        {
            return null;
        }

        while (true)
        {
            var repository = Get(name);
            var exists = await repository.RefreshAsync(cancellationToken);
            if (exists == true)
            {
                return repository;
            }

            Drop(repository);
            if (exists == false)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Returns a repository with its index loaded, created if it is missing. It is not removed while in use.
    /// </summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.NameInvalid"/> if the name is invalid for a repository.
    /// </exception>
    internal async ValueTask<RepositoryUse> CreateAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        RequireName(name);
        _store.RequireWritable();
        while (true)
        {
            if (await FindAsync(name, cancellationToken) is { } existing)
            {
                if (existing.TryUse() is { } use)
                {
                    return use;
                }

                await existing.WaitForRemovalAsync(cancellationToken);
                continue;
            }

            var repository = Get(name);
            if (await repository.CreateAsync(() => _catalog.Add(name), cancellationToken))
            {
                if (repository.TryUse() is { } use)
                {
                    return use;
                }

                await repository.WaitForRemovalAsync(cancellationToken);
                continue;
            }

            Drop(repository);
        }
    }

    /// <summary>Requires that the name is valid for a repository, whether it exists or not.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.NameInvalid"/> otherwise.</exception>
    internal static void RequireName(RepositoryName name)
    {
        if (ImageLayout.ReservedIn(name) is { } reserved)
        {
            throw RegistryError.NameInvalid.With(
                "name", name, $"'{reserved}' is reserved for the layout of the storage directory");
        }
    }

    /// <summary>Keeps a repository from being removed; returns <see langword="null"/> if it does not exist.</summary>
    internal async ValueTask<RepositoryUse?> UseAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        while (await FindAsync(name, cancellationToken) is { } repository)
        {
            if (repository.TryUse() is { } use)
            {
                return use;
            }

            await repository.WaitForRemovalAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>Removes a repository if it is empty and not in use.</summary>
    internal async ValueTask<bool> TryRemoveAsync(Repository repository, CancellationToken cancellationToken)
    {
        var isRemoved = await repository.TryRemoveAsync(cancellationToken);
        if (repository.IsRetired)
        {
            Drop(repository);
        }

        return isRemoved;
    }

    /// <summary>Completes removals that a crash interrupted.</summary>
    /// <exception cref="IOException">Some removals could not be completed; the others were.</exception>
    internal async ValueTask CompleteRemovalsAsync(CancellationToken cancellationToken)
    {
        var failures = new ItemFailures();
        foreach (var child in await _store.Driver.ListAsync(ImageLayout.Removed, cancellationToken))
        {
            var note = ImageLayout.Removed.Child(child.Name);
            await failures.TryAsync(note, () => CompleteRemovalAsync(note, cancellationToken), cancellationToken);
        }

        failures.ThrowIfAny();
    }

    /// <summary>
    /// Returns a repository for the duration of a visit by a sweep; <see langword="null"/> if it does not exist.
    /// </summary>
    internal async ValueTask<RepositoryVisit?> VisitAsync(RepositoryName name, CancellationToken cancellationToken)
    {
        var wasInUse = _inUse.ContainsKey(name);
        return await FindAsync(name, cancellationToken) is { } repository
            ? new RepositoryVisit(this, repository, wasInUse)
            : null;
    }

    /// <summary>Evicts a repository from memory, unless it has unwritten changes.</summary>
    internal void Release(Repository repository)
    {
        if (repository.TryRetire(TimeSpan.Zero))
        {
            Drop(repository);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        foreach (var repository in _inUse.Values)
        {
            await FoldAsync(repository);
            repository.Dispose();
        }
    }

    private async ValueTask CompleteRemovalAsync(StorageKey note, CancellationToken cancellationToken)
    {
        var text = await _store.Driver.ReadAsync(note, cancellationToken) ?? [];
        if (RepositoryName.TryParse(Encoding.UTF8.GetString(text), out var name)
            && ImageLayout.RemovedNote(name) == note)
        {
            var repository = Get(name);
            while (!await repository.CompleteRemovalAsync(cancellationToken))
            {
                Drop(repository);
                repository = Get(name);
            }
        }
        else
        {
            await _store.Driver.DeleteAsync(note, cancellationToken);
        }
    }

    private async ValueTask FoldAsync(Repository repository)
    {
        try
        {
            await repository.FoldAsync(CancellationToken.None);
        }
        catch (Exception cause)
        {
            // The journal holds all changes, and the next start folds it. The other repositories are still folded.
            LogNotFolded(cause, repository.Name.ToString());
        }
    }

    private Repository Get(RepositoryName name) =>
        _inUse.TryGetValue(name, out var repository)
            ? repository
            : _inUse.GetOrAdd(name, static (name, all) => new Repository(name, all._store, all._graphs), this);

    private void Drop(Repository repository) => _inUse.TryRemove(KeyValuePair.Create(repository.Name, repository));

    private void Sweep()
    {
        foreach (var repository in _inUse.Values)
        {
            if (repository.TryRetire(Idle))
            {
                Drop(repository);
            }
        }
    }

    [LoggerMessage(4010, LogLevel.Error,
        "failed to write index.json at shutdown, it is written after the next start: {Repository}")]
    private partial void LogNotFolded(Exception cause, string repository);
}
