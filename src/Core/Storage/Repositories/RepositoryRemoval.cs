using System.Text;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Repositories;

/// <summary>The steps that remove an empty repository. Requires the repository's locks.</summary>
/// <remarks>
/// 1. Write the removal marker.
/// 2. Remove its owner, then <c>oci-layout</c>: from here on the repository no longer exists.
/// 3. Remove its remaining files, then its empty directories: other repositories may be nested in it.
/// 4. Remove the marker. After a crash it identifies the removal to complete.
/// </remarks>
internal static class RepositoryRemoval
{
    /// <summary>Returns whether it has neither a blob nor an upload.</summary>
    internal static async ValueTask<bool> IsEmptyAsync(
        IStorageDriver driver, RepositoryName repository, CancellationToken cancellationToken)
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

    /// <summary>Removes the repository.</summary>
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

    /// <summary>
    /// Completes a removal that a crash interrupted. A repository that still or again exists is kept.
    /// </summary>
    internal static async ValueTask CompleteAsync(
        StoreContext store, RepositoryName repository, CancellationToken cancellationToken)
    {
        if (!ImageLayout.IsRepository(
            await store.Driver.ListAsync(ImageLayout.Repository(repository), cancellationToken))
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
            await driver.RemoveDirectoryAsync(ImageLayout.Blobs(repository, algorithm), CancellationToken.None);
        }

        await driver.RemoveDirectoryAsync(ImageLayout.Blobs(repository), CancellationToken.None);
        await driver.RemoveDirectoryAsync(ImageLayout.Uploads(repository), CancellationToken.None);
        await driver.RemoveDirectoryAsync(ImageLayout.Repository(repository), CancellationToken.None);

        // 4.
        await driver.DeleteAsync(ImageLayout.RemovedNote(repository), CancellationToken.None);
    }
}
