using System.Text;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage;

/// <summary>The steps by which an empty repository goes. For who has its turns.</summary>
/// <remarks>
/// 1. Note that it goes.
/// 2. Remove its owner, then <c>oci-layout</c>: from here on there is no such repository.
/// 3. Remove what is left of it, then the places in which nothing is: other repositories may lie below it.
/// 4. Forget the note. After a crash it tells what to complete.
/// </remarks>
internal static class RepositoryRemoval
{
    /// <summary>Whether neither a blob nor an upload is there.</summary>
    internal static async ValueTask<bool> IsEmptyAsync(IStorageDriver driver, RepositoryName repository, CancellationToken cancellationToken)
    {
        if ((await driver.ListAsync(ImageLayout.Uploads(repository), cancellationToken)).Count > 0)
        {
            return false;
        }

        var blobs = ImageLayout.Blobs(repository);
        foreach (var child in await driver.ListAsync(blobs, cancellationToken))
        {
            if (!child.HasChildren || (await driver.ListAsync(blobs.Child(child.Name), cancellationToken)).Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Removes it.</summary>
    internal static async ValueTask RemoveAsync(StoreContext store, RepositoryName repository)
    {
        // 1.
        await store.Driver.WriteAsync(
            ImageLayout.RemovedNote(repository),
            Encoding.UTF8.GetBytes(repository.ToString()),
            ImageLayout.RemovedStaging(),
            store.Durable,
            CancellationToken.None);

        // 2.
        await store.Driver.DeleteAsync(ImageLayout.Owner(repository), CancellationToken.None);
        await store.Driver.DeleteAsync(ImageLayout.Layout(repository), CancellationToken.None);
        await FinishAsync(store.Driver, repository);
    }

    /// <summary>Completes what a crash has interrupted. One that is there, or there again, stays.</summary>
    internal static async ValueTask CompleteAsync(StoreContext store, RepositoryName repository, CancellationToken cancellationToken)
    {
        if (!ImageLayout.IsRepository(await store.Driver.ListAsync(ImageLayout.Repository(repository), cancellationToken))
            && await store.Driver.StatAsync(ImageLayout.Layout(repository), cancellationToken) is null
            && await IsEmptyAsync(store.Driver, repository, cancellationToken))
        {
            await FinishAsync(store.Driver, repository);
        }
        else
        {
            await store.Driver.DeleteAsync(ImageLayout.RemovedNote(repository), CancellationToken.None);
        }
    }

    private static async ValueTask FinishAsync(IStorageDriver driver, RepositoryName repository)
    {
        // 3.
        await driver.DeleteAsync(ImageLayout.Index(repository), CancellationToken.None);
        await driver.DeleteAsync(ImageLayout.Journal(repository), CancellationToken.None);
        foreach (var algorithm in DigestAlgorithm.All)
        {
            await driver.RemovePlaceAsync(ImageLayout.Blobs(repository, algorithm), CancellationToken.None);
        }

        await driver.RemovePlaceAsync(ImageLayout.Blobs(repository), CancellationToken.None);
        await driver.RemovePlaceAsync(ImageLayout.Uploads(repository), CancellationToken.None);
        await driver.RemovePlaceAsync(ImageLayout.Repository(repository), CancellationToken.None);

        // 4.
        await driver.DeleteAsync(ImageLayout.RemovedNote(repository), CancellationToken.None);
    }
}
