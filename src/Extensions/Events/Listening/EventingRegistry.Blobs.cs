#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

internal sealed partial class EventingRegistry
{
    public override async ValueTask<IBlobUpload> StartUploadAsync(
        UploadStart start, CancellationToken cancellationToken)
    {
        if (await Inner.HasRepositoryAsync(start.Repository, cancellationToken))
        {
            return Listen(await Inner.StartUploadAsync(start, cancellationToken));
        }

        using var turn = await _turns.EnterAsync(start.Repository, cancellationToken);
        if (await Inner.HasRepositoryAsync(start.Repository, cancellationToken))
        {
            return Listen(await Inner.StartUploadAsync(start, cancellationToken));
        }

        var intent = new Intent(
            bridge.Create(EventKind.RepositoryCreated, start.Repository, start.Call), [], IsNewRepository: true);
        return Listen(await changes.ChangeAsync(
            intent, () => Inner.StartUploadAsync(start, cancellationToken), _ => [intent.Event]));
    }

    public override async ValueTask<IBlobUpload?> FindUploadAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        await Inner.FindUploadAsync(repository, id, cancellationToken) is { } upload ? Listen(upload) : null;

    public override async ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        using var turn = await _turns.EnterAsync(mount.Repository, cancellationToken);
        var isNewRepository = !await Inner.HasRepositoryAsync(mount.Repository, cancellationToken);
        if (!interest.Blobs && !isNewRepository)
        {
            return await Inner.MountBlobAsync(mount, cancellationToken);
        }

        var isNew = await Inner.FindBlobAsync(mount.Repository, mount.Digest, cancellationToken) is null;
        var intent = new Intent(
            bridge.Create(EventKind.BlobMounted, mount.Repository, mount.Call) with
            {
                Target = new EventDescriptor(MediaTypes.OctetStream, mount.Digest.ToString(), 0),
                FromRepository = mount.From?.ToString(),
                IsChange = isNew,
            },
            [],
            isNewRepository);
        return await changes.ChangeAsync(
            intent,
            () => Inner.MountBlobAsync(mount, cancellationToken),
            mounted => mounted is null
                ? []
                : EventsOf.One(intent with { Event = intent.Event with { Target = Of(mounted) } }, bridge.NewId));
    }

    public override async ValueTask<bool> DeleteBlobAsync(BlobDelete delete, CancellationToken cancellationToken)
    {
        if (!interest.Blobs
            || await Inner.FindBlobAsync(delete.Repository, delete.Digest, cancellationToken) is not { } blob)
        {
            return await Inner.DeleteBlobAsync(delete, cancellationToken);
        }

        var intent = new Intent(
            bridge.Create(EventKind.BlobDeleted, delete.Repository, delete.Call) with { Target = Of(blob) },
            [],
            IsNewRepository: false);
        return await changes.ChangeAsync(
            intent, () => Inner.DeleteBlobAsync(delete, cancellationToken), isDone => isDone ? [intent.Event] : []);
    }

    private IBlobUpload Listen(IBlobUpload upload) =>
        interest.Blobs ? new EventingUpload(upload, Inner, changes, bridge) : upload;
}
#endif
