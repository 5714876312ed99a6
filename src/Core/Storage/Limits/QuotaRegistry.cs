using Zot.Registry;
using Zot.Storage.Locking;

namespace Zot.Storage.Limits;

/// <summary>Rejects content that would exceed a quota, before it is stored.</summary>
/// <param name="inner">The registry underneath.</param>
/// <param name="ledger">The usage of quotas.</param>
/// <param name="contents">Stores the owners of repositories.</param>
/// <param name="meter">Counts rejected requests.</param>
internal sealed class QuotaRegistry(
    IRegistry inner, QuotaLedger ledger, IRepositoryContents contents, LimitMeter meter) : DelegatingRegistry(inner)
{
    private readonly AsyncLocks<RepositoryName> _turns = new();
    private readonly UploadReservations _uploads = new(ledger);

    public override async ValueTask<IBlobUpload> StartUploadAsync(
        UploadStart start, CancellationToken cancellationToken) =>
        await CreateOwnedAsync(
            start.Repository, start.Call, () => Inner.StartUploadAsync(start, cancellationToken), cancellationToken)
            is var upload && start.Call is { IsExemptFromQuotas: true } ? upload : Limit(upload);

    public override async ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        await Inner.FindUploadAsync(repository, id, cancellationToken) is { } upload ? Limit(upload) : null;

    public override ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken) =>
        CreateOwnedAsync(
            mount.Repository, mount.Call, () => MountLimitedAsync(mount, cancellationToken), cancellationToken);

    public override ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken) =>
        CreateOwnedAsync(
            push.Repository, push.Call, () => PushLimitedAsync(push, cancellationToken), cancellationToken);

    private QuotaUpload Limit(IBlobUpload upload) => new(upload, ledger, _uploads, meter);

    private async ValueTask<Descriptor?> MountLimitedAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        if (mount.Call is { IsExemptFromQuotas: true }
            || !await ledger.KnowAsync(mount.Repository, cancellationToken)
            || await Inner.FindBlobAsync(mount.Repository, mount.Digest, cancellationToken) is not null
            || await LengthOfAsync(mount, cancellationToken) is not { } length)
        {
            return await Inner.MountBlobAsync(mount, cancellationToken);
        }

        return await ReserveAsync(
            mount.Repository, mount.Digest, length, () => Inner.MountBlobAsync(mount, cancellationToken));
    }

    private async ValueTask<PushedManifest> PushLimitedAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        var digest = push.Digest;
        if (push.Call is { IsExemptFromQuotas: true }
            || !await ledger.KnowAsync(push.Repository, cancellationToken)
            || (await Inner.FindStateAsync(push.Repository, cancellationToken))?.HasManifest(digest) is true)
        {
            return await Inner.PushManifestAsync(push, cancellationToken);
        }

        return await ReserveAsync(
            push.Repository, digest, push.Content.Length, () => Inner.PushManifestAsync(push, cancellationToken));
    }

    private async ValueTask<T> ReserveAsync<T>(
        RepositoryName repository, Digest digest, long length, Func<ValueTask<T>> bring)
    {
        var reservation = ledger.Create(repository);
        meter.Watch(() => ledger.Reserve(reservation, length));
        ledger.Expect(reservation, digest);
        try
        {
            return await bring();
        }
        finally
        {
            ledger.Forget(reservation, digest);
            ledger.Release(reservation);
        }
    }

    // The size that a mount would add. A client must not learn of blobs it may not read: those are not mounted either.
    private async ValueTask<long?> LengthOfAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        if (mount.From is { } from)
        {
            return mount.MayRead(from) && await Inner.FindBlobAsync(from, mount.Digest, cancellationToken) is { } blob
                ? blob.Size
                : null;
        }

        return await contents.Of(mount.Repository).FindSharedAsync(mount.Digest, cancellationToken);
    }

    private async ValueTask<T> CreateOwnedAsync<T>(
        RepositoryName repository, CallContext? call, Func<ValueTask<T>> make, CancellationToken cancellationToken)
    {
        if (!ledger.HasUsers
            || call is not { User: { } user, IsExemptFromQuotas: false }
            || await Inner.HasRepositoryAsync(repository, cancellationToken))
        {
            return await make();
        }

        using var turn = await _turns.EnterAsync(repository, cancellationToken);
        if (await Inner.HasRepositoryAsync(repository, cancellationToken))
        {
            return await make();
        }

        await ledger.KnowAsync(repository, cancellationToken);
        ledger.Adopt(repository, user);
        var made = await make();
        await contents.Of(repository).NoteOwnerAsync(repository, user);
        return made;
    }
}
