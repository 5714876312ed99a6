using Microsoft.Extensions.Logging;
using Zot.Configuration;
using Zot.Registry;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Storage;

/// <summary>All content of a registry, in its storage directories. Disposed last, when no request is running any more.</summary>
public sealed class ContentStore : IAsyncDisposable
{
    private readonly List<Store> _stores;

    private ContentStore(IRegistry registry, List<Store> stores) => (Registry, _stores) = (registry, stores);

    /// <summary>The registry, without any layer.</summary>
    public IRegistry Registry { get; }

    /// <summary>Opens the directories of the section <c>storage</c>, its sub paths included. Takes no longer the more is in them.</summary>
    /// <exception cref="StorageInUseException">Another process has one of them open.</exception>
    /// <exception cref="IOException">One of them cannot be made or written to.</exception>
    public static async Task<ContentStore> OpenAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, Store> stores = new(StringComparer.Ordinal);
        try
        {
            var defaultStore = await OpenAsync(stores, options, loggers, time, cancellationToken);
            Dictionary<string, IRegistry> routes = new(StringComparer.Ordinal);
            foreach (var (route, subOptions) in options.SubPaths)
            {
                var store = await OpenAsync(stores, subOptions, loggers, time, cancellationToken);
                routes[route.Trim('/')] = store.Registry;
            }

            return new ContentStore(
                routes.Count == 0 ? defaultStore.Registry : new SubPathRegistry(defaultStore.Registry, routes),
                [.. stores.Values]);
        }
        catch
        {
            await CloseAsync(stores.Values);
            throw;
        }
    }

    /// <summary>Brings every <c>index.json</c> up to date, and lets other processes in.</summary>
    public ValueTask DisposeAsync() => CloseAsync(_stores);

    // Routes may share a directory; then they share its store, and its lock.
    private static async ValueTask<Store> OpenAsync(
        Dictionary<string, Store> stores,
        StorageOptions options,
        ILoggerFactory loggers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(
            options.RootDirectory ?? throw new ArgumentException("storage.rootDirectory is missing", nameof(options)));
        if (!stores.TryGetValue(directory, out var store))
        {
            var driver = FileSystemDriver.Open(directory, time);
            try
            {
                store = await Store.OpenAsync(driver, options.Dedupe, options.Commit, loggers, time, cancellationToken);
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
