using Microsoft.Extensions.Logging;
using Zot.Configuration;
using Zot.Metering;
using Zot.Registry;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Storage;

/// <summary>All content of a registry, in its storage directories. Disposed last, when no request is running any more.</summary>
public sealed class ContentStore : IAsyncDisposable
{
    private readonly List<Store> _stores;

    private ContentStore(IRegistry registry, IRepositorySizes sizes, List<Store> stores) =>
        (Registry, Sizes, _stores) = (registry, sizes, stores);

    /// <summary>The registry, without any layer.</summary>
    public IRegistry Registry { get; }

    /// <summary>How large its repositories are.</summary>
    public IRepositorySizes Sizes { get; }

    /// <summary>Opens the directories of the section <c>storage</c>, its sub paths included. Takes no longer the more is in them.</summary>
    /// <param name="options">The section.</param>
    /// <param name="loggers">Where things are told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">Who is told how long writers had their turns; nobody for <see langword="null"/>.</param>
    /// <param name="cancellationToken">The end of the start.</param>
    /// <exception cref="StorageInUseException">Another process has one of them open.</exception>
    /// <exception cref="IOException">One of them cannot be made or written to.</exception>
    public static async Task<ContentStore> OpenAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, ZotMeter? meter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, Store> stores = new(StringComparer.Ordinal);
        try
        {
            var defaultStore = await OpenAsync(stores, options, loggers, time, meter, cancellationToken);
            Dictionary<string, IRegistry> routes = new(StringComparer.Ordinal);
            foreach (var (route, subOptions) in options.SubPaths)
            {
                var store = await OpenAsync(stores, subOptions, loggers, time, meter, cancellationToken);
                routes[route.Trim('/')] = store.Registry;
            }

            if (routes.Count == 0)
            {
                return new ContentStore(defaultStore.Registry, defaultStore.Sizes, [.. stores.Values]);
            }

            var all = new SubPathRegistry(defaultStore.Registry, routes);
            return new ContentStore(all, all, [.. stores.Values]);
        }
        catch
        {
            await CloseAsync(stores.Values);
            throw;
        }
    }

    /// <summary>Opens them, and tells nobody how long writers had their turns.</summary>
    /// <inheritdoc cref="OpenAsync(StorageOptions, ILoggerFactory, TimeProvider, ZotMeter?, CancellationToken)"/>
    public static Task<ContentStore> OpenAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(options, loggers, time, meter: null, cancellationToken);

    /// <summary>Brings every <c>index.json</c> up to date, and lets other processes in.</summary>
    public ValueTask DisposeAsync() => CloseAsync(_stores);

    // Routes may share a directory; then they share its store, and its lock.
    private static async ValueTask<Store> OpenAsync(
        Dictionary<string, Store> stores,
        StorageOptions options,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter? meter,
        CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(
            options.RootDirectory ?? throw new ArgumentException("storage.rootDirectory is missing", nameof(options)));
        if (!stores.TryGetValue(directory, out var store))
        {
            var driver = FileSystemDriver.Open(directory, time);
            try
            {
                var timer = meter is null ? null : new LockTimer(meter, directory, time);
                store = await Store.OpenAsync(driver, options.Dedupe, options.Commit, loggers, time, cancellationToken, timer);
            }
            catch
            {
                await driver.DisposeAsync();
                throw;
            }

            stores.Add(directory, store);
        }

        return store;
    }

    private static async ValueTask CloseAsync(IEnumerable<Store> stores)
    {
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }
}
