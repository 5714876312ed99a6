#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

internal sealed partial class EventingRegistry
{
    public override async ValueTask<BlobContent?> OpenBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var blob = await Inner.OpenBlobAsync(repository, digest, cancellationToken);
        if (blob is not null && interest is { Blobs: true, Pulls: true })
        {
            var pull = Pull(EventKind.BlobPulled, repository, blob.Descriptor);
            bridge.WhenSent(blob.Descriptor.Digest, interest.HeadsArePulls, () => pulls.Record(pull));
        }

        return blob;
    }

    public override async ValueTask<Descriptor?> FindBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var blob = await Inner.FindBlobAsync(repository, digest, cancellationToken);
        if (blob is not null && interest is { Blobs: true, HeadsArePulls: true } && bridge.Method == "HEAD")
        {
            var pull = Pull(EventKind.BlobPulled, repository, blob);
            bridge.WhenSent(blob.Digest, interest.HeadsArePulls, () => pulls.Record(pull));
        }

        return blob;
    }

    public override async ValueTask<IBlobUpload> StartUploadAsync(
        RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (await Inner.HasRepositoryAsync(repository, cancellationToken))
        {
            return Listen(await Inner.StartUploadAsync(repository, algorithm, cancellationToken));
        }

        using var turn = await _turns.EnterAsync(repository, cancellationToken);
        if (await Inner.HasRepositoryAsync(repository, cancellationToken))
        {
            return Listen(await Inner.StartUploadAsync(repository, algorithm, cancellationToken));
        }

        var intent = new Intent(bridge.Create(EventKind.RepositoryCreated, repository), [], IsNewRepository: true);
        return Listen(await changes.ChangeAsync(
            intent,
            () => Inner.StartUploadAsync(repository, algorithm, cancellationToken),
            _ => [intent.Event]));
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
            bridge.Create(EventKind.BlobMounted, mount.Repository) with
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

    public override async ValueTask<bool> DeleteBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        if (!interest.Blobs || await Inner.FindBlobAsync(repository, digest, cancellationToken) is not { } blob)
        {
            return await Inner.DeleteBlobAsync(repository, digest, cancellationToken);
        }

        var intent = new Intent(bridge.Create(EventKind.BlobDeleted, repository) with { Target = Of(blob) }, [], IsNewRepository: false);
        return await changes.ChangeAsync(
            intent,
            () => Inner.DeleteBlobAsync(repository, digest, cancellationToken),
            isDone => isDone ? [intent.Event] : []);
    }

    private IBlobUpload Listen(IBlobUpload upload) =>
        interest.Blobs ? new EventingUpload(upload, Inner, changes, bridge) : upload;
}
#endif
