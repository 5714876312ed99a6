using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Repositories;

namespace Zot.Storage.Blobs;

/// <summary>Links existing blobs into the pool, once: those stored with dedupe disabled, or by zot.</summary>
internal sealed partial class PoolFiller(StoreContext store, BlobPool pool, Catalog catalog)
{
    // Leaves the disk to the first requests after a start.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = store.Loggers.CreateLogger<PoolFiller>();

    /// <summary>Runs until all blobs are linked, or the store is closed.</summary>
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
            // The next start continues.
        }
        catch (Exception cause)
        {
            // Unlinked blobs are not shared, but everything else works: no reason to terminate the process.
            LogNotFilled(cause);
        }
    }

    /// <summary>Links every blob that the pool lacks, then marks the pool as complete.</summary>
    /// <exception cref="IOException">Some repositories could not be read: the pool is not complete.</exception>
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

    private async ValueTask FillAsync(
        RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken)
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

    [LoggerMessage(4007, LogLevel.Warning, "failed to deduplicate existing blobs, retried after the next start")]
    private partial void LogNotFilled(Exception cause);
}
