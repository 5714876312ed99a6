#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Records an event when an upload becomes a blob.</summary>
internal sealed class EventingUpload(
    IBlobUpload inner, IRegistryReader content, ChangeRecorder changes, EventBridge bridge) : IBlobUpload
{
    public UploadId Id => inner.Id;

    public RepositoryName Repository => inner.Repository;

    public long Length => inner.Length;

    public ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken) =>
        inner.AppendAsync(source, offset, length, cancellationToken);

    public async ValueTask<Descriptor> CompleteAsync(
        Digest expected, CallContext? call, CancellationToken cancellationToken)
    {
        var isNew = await content.FindBlobAsync(Repository, expected, cancellationToken) is null;
        var intent = new Intent(
            bridge.Create(EventKind.BlobPushed, Repository, call) with
            {
                Target = new EventDescriptor(MediaTypes.OctetStream, expected.ToString(), Length),
                IsChange = isNew,
            },
            [],
            IsNewRepository: false);
        return await changes.ChangeAsync(
            intent, () => inner.CompleteAsync(expected, call, cancellationToken), _ => [intent.Event]);
    }

    public ValueTask CancelAsync(CancellationToken cancellationToken) => inner.CancelAsync(cancellationToken);
}
#endif
