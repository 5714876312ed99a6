using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>Removes blobs from the pool that no repository links to, and staging files left by a crash.</summary>
internal sealed class PoolCollector(StoreContext store)
{
    /// <summary>Removes the blobs that have been unshared for the given time.</summary>
    /// <exception cref="IOException">Some blobs could not be removed; the others were.</exception>
    internal async Task CollectAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var before = store.Time.GetUtcNow() - age;
        var failures = new ItemFailures();
        foreach (var child in await store.Driver.ListAsync(ImageLayout.Pool, cancellationToken))
        {
            if (ImageLayout.IsPoolStaging(child))
            {
                // Linking renews a file, so an old staging file is not about to be moved to its name.
                var key = new StorageKey($"{ImageLayout.Pool}/{child.Name}");
                await failures.TryAsync(
                    key, () => RemoveAsync(key, static _ => true, before, cancellationToken), cancellationToken);
            }
        }

        foreach (var algorithm in DigestAlgorithm.All)
        {
            var place = ImageLayout.Pooled(algorithm);
            foreach (var part in await store.Driver.ListAsync(place, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var key = new StorageKey($"{place}/{part.Name}");
                await failures.TryAsync(
                    key, () => CollectAsync(key, before, failures, cancellationToken), cancellationToken);
            }
        }

        failures.ThrowIfAny();
    }

    private async ValueTask CollectAsync(
        StorageKey part, DateTimeOffset before, ItemFailures failures, CancellationToken cancellationToken)
    {
        foreach (var link in await store.Driver.ListAsync(part, cancellationToken))
        {
            var key = new StorageKey($"{part}/{link.Name}");
            await failures.TryAsync(
                key, () => RemoveAsync(key, static file => file.LinkCount == 1, before, cancellationToken),
                cancellationToken);
        }
    }

    private async ValueTask RemoveAsync(
        StorageKey key, Func<StoredObject, bool> isUnused, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await store.Driver.StatAsync(key, cancellationToken) is { } file
            && isUnused(file)
            && file.Modified < before)
        {
            await store.Driver.DeleteAsync(key, cancellationToken);
        }
    }
}
