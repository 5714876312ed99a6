using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>Removes from the pool what no repository has any more, and what is on its way to it: a crash may have come in between.</summary>
internal sealed class PoolCollector(StoreContext store)
{
    /// <summary>Removes what has been shared by nobody for that long.</summary>
    internal async Task CollectAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var before = store.Time.GetUtcNow() - age;
        foreach (var child in await store.Driver.ListAsync(ImageLayout.Pool, cancellationToken))
        {
            // To link is to make young: nobody is about to give this one its name.
            if (ImageLayout.IsPoolStaging(child)
                && new StorageKey($"{ImageLayout.Pool}/{child.Name}") is var key
                && await store.Driver.StatAsync(key, cancellationToken) is { } file
                && file.Modified < before)
            {
                await store.Driver.DeleteAsync(key, cancellationToken);
            }
        }

        foreach (var algorithm in DigestAlgorithm.All)
        {
            var place = ImageLayout.Pooled(algorithm);
            foreach (var part in await store.Driver.ListAsync(place, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await CollectAsync(new StorageKey($"{place}/{part.Name}"), before, cancellationToken);
            }
        }
    }

    private async ValueTask CollectAsync(StorageKey part, DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var link in await store.Driver.ListAsync(part, cancellationToken))
        {
            var key = new StorageKey($"{part}/{link.Name}");
            if (await store.Driver.StatAsync(key, cancellationToken) is { LinkCount: 1 } file && file.Modified < before)
            {
                await store.Driver.DeleteAsync(key, cancellationToken);
            }
        }
    }
}
