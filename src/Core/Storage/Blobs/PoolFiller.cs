using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Blobs;

/// <summary>Links the blobs of a directory that dedupe was off for, or that zot has written, into the pool: once.</summary>
internal sealed partial class PoolFiller(StoreContext store, BlobPool pool, Catalog catalog)
{
    // The first requests after a start come first.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = store.Loggers.CreateLogger<PoolFiller>();

    /// <summary>Runs until all is done, or the store ends.</summary>
    internal async Task RunAsync()
    {
        try
        {
            if (!pool.IsOn || await store.Driver.StatAsync(ImageLayout.PoolIsComplete, store.Stopping) is not null)
            {
                return;
            }

            await Task.Delay(Delay, store.Time, store.Stopping);
            await FillAsync(store.Stopping);
        }
        catch (OperationCanceledException) when (store.Stopping.IsCancellationRequested)
        {
            // The next start goes on.
        }
        catch (Exception cause)
        {
            // What is not linked is not shared, and all else works: no reason to end the process.
            LogNotFilled(cause);
        }
    }

    /// <summary>Links every blob that the pool lacks, and notes that it is done.</summary>
    /// <exception cref="IOException">Some repositories could not be read: it is not done.</exception>
    internal async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var failures = new ItemFailures();
        foreach (var repository in await catalog.GetAsync(cancellationToken))
        {
            await failures.TryAsync(repository, () => FillAsync(repository, cancellationToken), cancellationToken);
        }

        failures.ThrowIfAny();
        await BlobPool.CompleteAsync(store, cancellationToken);
    }

    private async ValueTask FillAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        foreach (var algorithm in DigestAlgorithm.All)
        {
            await FillAsync(repository, algorithm, cancellationToken);
        }
    }

    private async ValueTask FillAsync(RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        foreach (var child in await store.Driver.ListAsync(ImageLayout.Blobs(repository, algorithm), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!child.HasChildren
                && Digest.TryParse($"{algorithm.Name}:{child.Name}", out var digest)
                && !await pool.HasAsync(digest, cancellationToken))
            {
                await pool.PutAsync(digest, ImageLayout.Blob(repository, digest), cancellationToken);
            }
        }
    }

    [LoggerMessage(4007, LogLevel.Warning, "existing blobs not shared, the next start tries again")]
    private partial void LogNotFilled(Exception cause);
}
