using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Zot.Configuration.Storage;
using Zot.Metering;
using Zot.Metering.Sizes;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage.Collection;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Feed;
using Zot.Storage.Limits;
using Zot.Storage.Retention;
using Zot.Storage.SubPaths;

namespace Zot.Storage.Content;

/// <summary>
/// All content of a registry, in its storage directories. Disposed last, when no requests are running.
/// </summary>
public sealed partial class ContentStore : IAsyncDisposable
{
    private readonly List<OpenStore> _stores;

    private readonly Func<StorageOptions> _current;
    private readonly StoreRoutes _routes;

    private ContentStore(
        Func<StorageOptions> current, Store defaultStore, Dictionary<string, Store> routes, List<OpenStore> stores)
    {
        (_current, _stores, _routes) = (current, stores, new StoreRoutes(defaultStore, routes));
        (Registry, Sizes) = (defaultStore.Registry, defaultStore.Sizes);
        if (routes.Count > 0)
        {
            var all = new SubPathRegistry(
                defaultStore.Registry, routes.ToDictionary(
                    static route => route.Key, static route => route.Value.Registry, StringComparer.Ordinal));
            (Registry, Sizes) = (all, all);
        }
    }

    /// <summary>The registry, without any layers.</summary>
    public IRegistry Registry { get; }

    /// <summary>The condition of the storage directory of the default store when it was opened.</summary>
    public MediumCondition Condition => _stores[0].Store.Driver.Condition;

    /// <summary>The sizes of its repositories.</summary>
    public IRepositorySizes Sizes { get; }

    /// <summary>The content of its repositories, with notifications of its changes.</summary>
    public IContentFeed Feed => new ContentFeed(Registry, [.. _stores.Select(static open => open.Store)], StoreOf);

    /// <summary>Compares stored content with its digests.</summary>
    public IContentScrub Scrub => _routes;

    /// <summary>Creates the configured limits on stored content. Called once, before anything is stored.</summary>
    /// <param name="matches">Matches a repository against a glob.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">Counts rejected requests; <see langword="null"/> to count nothing.</param>
    public StorageLimits Limits(GlobMatch matches, TimeProvider time, ZotMeter? meter) => new(
        _current, matches, _routes, Feed, time, meter);

    /// <summary>Creates the garbage collection jobs, one per store.</summary>
    /// <param name="matches">Matches a repository against the glob of a policy.</param>
    /// <param name="statistics">
    /// The times of pushes and pulls of manifests; <see langword="null"/> when they are not recorded.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">Counts collected content.</param>
    public IReadOnlyList<IJobSource> CollectionJobs(
        GlobMatch matches, IRepositoryStatistics? statistics, TimeProvider time, ZotMeter meter) =>
        [.. _stores.Select(open => new GarbageCollectionJobs(
            open.Route is null ? "gc" : $"gc {open.Route}",
            open.Store, open.Options, matches, statistics ?? NoStatistics.Instance,
            new CollectionMeter(meter, time)))];

    /// <summary>
    /// Collects every repository once: those of the default store first, then those of the sub paths.
    /// </summary>
    /// <param name="matches">Matches a repository against the glob of a policy.</param>
    /// <param name="statistics">
    /// The times of pushes and pulls of manifests; <see langword="null"/> when they are not recorded.
    /// </param>
    /// <param name="isDryRun">Whether to only report what would be removed.</param>
    /// <param name="cancellationToken">Cancels the collection.</param>
    public async IAsyncEnumerable<Collected> CollectAsync(
        GlobMatch matches,
        IRepositoryStatistics? statistics,
        bool isDryRun,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (store, options, _) in _stores)
        {
            await foreach (var collected in CollectAsync(
                store, repository => CollectionRules.Of(options(), repository, matches),
                statistics ?? NoStatistics.Instance, isDryRun, cancellationToken))
            {
                yield return collected;
            }
        }
    }

    /// <summary>
    /// Collects every repository of one store once; a repository that fails does not stop the others.
    /// </summary>
    internal static async IAsyncEnumerable<Collected> CollectAsync(
        Store store,
        Func<RepositoryName, CollectionRules> rulesOf,
        IRepositoryStatistics statistics,
        bool isDryRun,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var repository in await store.Catalog.GetAsync(cancellationToken))
        {
            var rules = rulesOf(repository);
            rules = rules with { IsDryRun = rules.IsDryRun || isDryRun };
            if (await CollectAsync(store, repository, rules, statistics, cancellationToken) is { } collected)
            {
                yield return collected;
            }
        }

        if (!isDryRun)
        {
            await store.Repositories.CompleteRemovalsAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Opens the directories of the section <c>storage</c>, including its sub paths, in a time independent of their
    /// content.
    /// </summary>
    /// <param name="current">Returns the current configuration of the section.</param>
    /// <param name="loggers">The logger factory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">
    /// Measures how long writers hold their locks; <see langword="null"/> to measure nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="StorageInUseException">Another process has one of the directories open.</exception>
    /// <exception cref="IOException">One of the directories cannot be created or written to.</exception>
    public static async Task<ContentStore> OpenAsync(
        Func<StorageOptions> current,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter? meter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        Dictionary<string, OpenStore> stores = new(StringComparer.Ordinal);
        try
        {
            var defaultStore = await OpenAsync(stores, route: null, current, loggers, time, meter, cancellationToken);
            Dictionary<string, Store> routes = new(StringComparer.Ordinal);
            foreach (var route in current().SubPaths.Keys)
            {
                routes[route.Trim('/')] =
                    await OpenAsync(
                        stores, route, () => current().SubPaths[route], loggers, time, meter, cancellationToken);
            }

            return new ContentStore(current, defaultStore, routes, [.. stores.Values]);
        }
        catch
        {
            // On any exception, because the caller gets no stores that it could close.
            await CloseAsync(stores.Values);
            throw;
        }
    }

    /// <summary>
    /// Opens the directories with fixed options, without measuring how long writers hold their locks.
    /// </summary>
    /// <inheritdoc cref="OpenAsync(Func{StorageOptions}, ILoggerFactory, TimeProvider, ZotMeter?, CancellationToken)"/>
    public static Task<ContentStore> OpenAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(() => options, loggers, time, meter: null, cancellationToken);

    /// <summary>Returns the store of a repository.</summary>
    internal Store StoreOf(RepositoryName repository)
    {
        var registry = Registry is SubPathRegistry routes ? routes.StoreOf(repository) : Registry;
        return _stores.First(open => open.Store.Registry == registry).Store;
    }

    /// <summary>Brings every <c>index.json</c> up to date, and releases the directories for other processes.</summary>
    public ValueTask DisposeAsync() => CloseAsync(_stores);

    // Routes with the same directory share its store, and its lock.
    private static async ValueTask<Store> OpenAsync(
        Dictionary<string, OpenStore> stores,
        string? route,
        Func<StorageOptions> current,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter? meter,
        CancellationToken cancellationToken)
    {
        var options = current();
        var directory = Path.GetFullPath(
            options.RootDirectory ?? throw new ArgumentException("storage.rootDirectory is missing", nameof(current)));
        if (!stores.TryGetValue(directory, out var open))
        {
            var driver = FileSystemDriver.Open(directory, time);
            Report(loggers.CreateLogger<ContentStore>(), directory, driver.Condition);
            try
            {
                var timer = meter is null ? null : new LockTimer(meter, directory, time);
                var settings = new StoreSettings(options.Dedupe, options.Commit)
                {
                    WriteLocks = timer,
                    Lease = () => Lease(current()),
                };
                var store = await Store.OpenAsync(driver, settings, loggers, time, cancellationToken);
                open = new OpenStore(store, current, route);
            }
            catch
            {
                // On any exception, because the caller gets no store that it could close.
                await driver.DisposeAsync();
                throw;
            }

            stores.Add(directory, open);
        }

        return open.Store;
    }

    private static async ValueTask<Collected?> CollectAsync(
        Store store,
        RepositoryName repository,
        CollectionRules rules,
        IRepositoryStatistics statistics,
        CancellationToken cancellationToken)
    {
        try
        {
            return await store.Collector.CollectAsync(repository, rules, statistics, cancellationToken);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A failing repository does not keep the others from being collected.
            return Collected.Failed(repository, cause);
        }
    }

    private static void Report(ILogger logger, string directory, MediumCondition condition)
    {
        switch (condition)
        {
            case MediumCondition.ReadOnly:
                LogReadOnly(logger, directory);
                break;
            case MediumCondition.Full:
                LogFull(logger, directory);
                break;
        }
    }

    private static TimeSpan? Lease(StorageOptions options) => options.Gc ? options.GcDelay : null;

    private static async ValueTask CloseAsync(IEnumerable<OpenStore> stores)
    {
        foreach (var open in stores)
        {
            await open.Store.DisposeAsync();
        }
    }

    [LoggerMessage(4067, LogLevel.Error, "storage directory is read-only: "
        + "pulls are served, pushes and deletions are rejected with 503, garbage collection is disabled: {Directory}")]
    private static partial void LogReadOnly(ILogger logger, string directory);

    [LoggerMessage(4068, LogLevel.Error, "storage directory has no space or no inodes left: "
        + "pulls and deletions are served, garbage collection runs, pushes are rejected with 507: {Directory}")]
    private static partial void LogFull(ILogger logger, string directory);

    private sealed record OpenStore(Store Store, Func<StorageOptions> Options, string? Route);
}
