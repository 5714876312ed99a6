using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Repositories;

namespace Zot.Storage.Blobs;

/// <summary>Mounts blobs of one repository in another without copying them.</summary>
internal sealed class BlobMounter(
    StoreContext store,
    RepositoryMap repositories,
    Catalog catalog,
    BlobStore blobs,
    BlobPool pool,
    VerifiedFiles verified,
    BlobLease lease)
{
    // The number of repositories to search when the client does not name the source.
    private const int MaxLooks = 1000;

    internal async ValueTask<Descriptor?> MountAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        if (await blobs.FindAsync(mount.Repository, mount.Digest, cancellationToken) is { } here
            && await IsSoundAsync(mount.Repository, mount.Digest, cancellationToken)
            && await lease.RenewAsync(mount.Repository, mount.Digest, cancellationToken))
        {
            return here;
        }

        if (await FindSourceAsync(mount, cancellationToken) is not { } source)
        {
            return null;
        }

        using var use = await repositories.CreateAsync(mount.Repository, cancellationToken);
        var (from, to) = (ImageLayout.Blob(source, mount.Digest), ImageLayout.Blob(mount.Repository, mount.Digest));
        if (!await verified.LinkAsync(from, to, mount.Digest, cancellationToken))
        {
            // The source is missing or cannot be linked; or the target is damaged, which only an upload repairs.
            return null;
        }

        if (!await pool.HasAsync(mount.Digest, cancellationToken))
        {
            await pool.PutAsync(mount.Digest, to, cancellationToken);
            await verified.RememberAsync(to, mount.Digest, cancellationToken);
        }

        var mounted = await blobs.FindAsync(mount.Repository, mount.Digest, cancellationToken);
        if (mounted is not null)
        {
            store.Changes.Publish(new ContentChange(mount.Repository, ContentChangeKind.BlobStored)
            {
                Blob = mount.Digest,
                After = mounted.Size,
                Caller = mount.Call,
            });
        }

        return mounted;
    }

    private async ValueTask<RepositoryName?> FindSourceAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        if (mount.From is { } from)
        {
            return mount.MayRead(from) && await blobs.FindAsync(from, mount.Digest, cancellationToken) is not null
                && await IsSoundAsync(from, mount.Digest, cancellationToken)
                ? from
                : null;
        }

        if (!await pool.HasAsync(mount.Digest, cancellationToken))
        {
            return null;
        }

        var looks = 0;
        foreach (var candidate in await catalog.GetAsync(cancellationToken))
        {
            if (!mount.MayRead(candidate))
            {
                continue;
            }

            if (++looks > MaxLooks)
            {
                break;
            }

            if (await HasAsync(candidate, mount.Digest, cancellationToken))
            {
                return candidate;
            }
        }

        return null;
    }

    private async ValueTask<bool> HasAsync(RepositoryName candidate, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Driver.StatAsync(ImageLayout.Blob(candidate, digest), cancellationToken) is not null
                && await blobs.FindAsync(candidate, digest, cancellationToken) is not null
                && await IsSoundAsync(candidate, digest, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A damaged repository is no source; another one may be.
            return false;
        }
    }

    // A client whose mount succeeds does not send its own bytes.
    private ValueTask<bool> IsSoundAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken) =>
        verified.IsSoundAsync(ImageLayout.Blob(repository, digest), digest, cancellationToken);
}
