using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Indexing;
using Zot.Storage.Repositories;

namespace Zot.Storage.Scrub;

/// <summary>Verifies the digests of all content while no registry is running: <c>zot scrub</c>.</summary>
public static class OfflineScrub
{
    /// <summary>
    /// Returns one result for each descriptor of every repository: the default store's first, then those of the sub
    /// paths.
    /// </summary>
    /// <param name="options">The storage.</param>
    /// <param name="repairs">
    /// True to repair damaged blobs from intact ones of the same store, or to move them to its quarantine.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the scrub.</param>
    /// <exception cref="StorageInUseException">A registry is running on one of the directories.</exception>
    public static async IAsyncEnumerable<ScrubResult> RunAsync(
        StorageOptions options,
        bool repairs,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directories = options.SubPaths.Values.Prepend(options)
            .Select(static store => Path.GetFullPath(store.RootDirectory!))
            .Distinct(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            await using var driver = FileSystemDriver.Open(directory, time);
            await foreach (var result in RunAsync(driver, repairs, time, cancellationToken))
            {
                yield return result;
            }
        }
    }

    /// <summary>Returns the results for one store.</summary>
    internal static async IAsyncEnumerable<ScrubResult> RunAsync(
        IStorageDriver driver,
        bool repairs,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = new StoreContext(driver, Durable: false, NullLoggerFactory.Instance, time, cancellationToken);
        var catalog = new Catalog(store);
        var repositories = await catalog.GetAsync(cancellationToken);
        var reader = new BlobReader(driver);
        var repair = repairs ? new BlobRepair(driver, repositories, reader) : null;
        foreach (var repository in repositories)
        {
            var (index, fault) = await ReadIndexAsync(repository, store, cancellationToken);
            if (fault is not null)
            {
                yield return new ScrubResult(repository, "", AffectedBlob: null, fault);
            }

            var scrub = new RepositoryScrub(driver, repository, reader, repair);
            foreach (var entry in index?.InOrder() ?? [])
            {
                yield return RepositoryScrub.ResultOf(
                    repository, entry, await scrub.CheckAsync(entry.Descriptor, cancellationToken));
            }
        }
    }

    private static async ValueTask<(RepositoryIndex? Index, string? Fault)> ReadIndexAsync(
        RepositoryName repository, StoreContext store, CancellationToken cancellationToken)
    {
        try
        {
            return (await new IndexStorage(repository, store, NullLogger.Instance).LoadAsync(cancellationToken), null);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of one repository must not prevent checking the others.
            return (null, cause.Message);
        }
    }
}
