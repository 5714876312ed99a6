using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Repositories;

namespace Zot.Storage.Backup;

/// <summary>Copies all images of a registry, running or not: <c>zot backup</c>.</summary>
/// <remarks>
/// The backup is itself a storage directory, one for all sub paths. The source is opened read-only and without locks.
/// </remarks>
public static class StorageBackup
{
    /// <summary>Backs up every repository that clients can reach.</summary>
    /// <param name="options">The storage.</param>
    /// <param name="directory">The target: a new directory, or an earlier backup, which is updated.</param>
    /// <param name="previous">
    /// The directory of an earlier backup, whose blobs are shared by hard links; <see langword="null"/> for none.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">
    /// Cancels the backup; a canceled backup is incomplete, but every image in it is complete.
    /// </param>
    /// <returns>The result for each repository, as it completes.</returns>
    /// <exception cref="StorageInUseException">A registry is running on <paramref name="directory"/>.</exception>
    /// <exception cref="IOException">A directory cannot be read or written to.</exception>
    public static async IAsyncEnumerable<BackedUpRepository> RunAsync(
        StorageOptions options,
        string directory,
        string? previous,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var target = FileSystemDriver.Open(directory, time);
        var blobs = new BlobCopier(target, previous);
        var routes = options.SubPaths.Keys.Select(static route => route.Trim('/')).ToHashSet(StringComparer.Ordinal);
        foreach (var (route, store) in options.SubPaths.Select(static path => (Route: path.Key.Trim('/'), path.Value))
            .Prepend((Route: "", options)))
        {
            await using var source = FileSystemDriver.OpenForReading(store.RootDirectory!, time);
            foreach (var repository in await ListAsync(source, time, cancellationToken))
            {
                if (RouteOf(repository, routes) == route
                    && await BackUpAsync(repository, source, target, blobs, cancellationToken) is { } done)
                {
                    yield return done;
                }
            }
        }
    }

    private static async ValueTask<BackedUpRepository?> BackUpAsync(
        RepositoryName repository,
        IStorageDriver source,
        IStorageDriver target,
        BlobCopier blobs,
        CancellationToken cancellationToken)
    {
        try
        {
            return await new RepositoryBackup(repository, source, target, blobs).RunAsync(cancellationToken);
        }
        catch (Exception cause)
            when (cause is not (OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            // A failure of one repository must not stop the others. Only a failure to write to the target ends the
            // backup.
            blobs.TakeCount();
            return new BackedUpRepository(
                repository.ToString(), Manifests: 0, Blobs: 0, Copied: 0,
                [cause.Message.Contains(repository.ToString(), StringComparison.Ordinal)
                    ? cause.Message
                    : $"{repository}: {cause.Message}"]);
        }
    }

    private static async Task<RepositoryName[]> ListAsync(
        IStorageDriver source, TimeProvider time, CancellationToken cancellationToken)
    {
        var catalog =
            new Catalog(new StoreContext(source, Durable: false, NullLoggerFactory.Instance, time, cancellationToken));
        return await catalog.GetAsync(cancellationToken);
    }

    // A repository that is stored under a directory that another route covers cannot be reached, and is skipped.
    private static string RouteOf(RepositoryName repository, HashSet<string> routes) =>
        repository.Components is [var first, _, ..] && routes.Contains(first) ? first : "";
}
