using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Indexing;

namespace Zot.Storage.Scrub;

/// <summary>Checks all content against its digests, while no registry is running: <c>zot scrub</c>.</summary>
public static class OfflineScrub
{
    /// <summary>One result for each descriptor of every repository: the default store's first, then those of the sub paths.</summary>
    /// <exception cref="StorageInUseException">A registry is running on one of the directories.</exception>
    public static async IAsyncEnumerable<ScrubResult> RunAsync(
        StorageOptions options, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directories = options.SubPaths.Values.Prepend(options)
            .Select(static store => Path.GetFullPath(store.RootDirectory!))
            .Distinct(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            await using var driver = FileSystemDriver.Open(directory, time);
            await foreach (var result in RunAsync(driver, time, cancellationToken))
            {
                yield return result;
            }
        }
    }

    /// <summary>The results for one store.</summary>
    internal static async IAsyncEnumerable<ScrubResult> RunAsync(
        IStorageDriver driver, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = new StoreContext(driver, Durable: false, NullLoggerFactory.Instance, time, cancellationToken);
        using var catalog = new Catalog(store);
        foreach (var repository in await catalog.GetAsync(cancellationToken))
        {
            var index = await new IndexStorage(repository, store, NullLogger.Instance).LoadAsync(cancellationToken);
            var scrub = new RepositoryScrub(driver, repository);
            foreach (var entry in index?.InOrder() ?? [])
            {
                var fault = await scrub.CheckAsync(entry.Descriptor, cancellationToken);
                var reference = entry.Tag ?? entry.Descriptor.Digest.ToString();
                yield return new ScrubResult(repository, reference, fault?.Blob, fault?.Error);
            }
        }
    }
}
