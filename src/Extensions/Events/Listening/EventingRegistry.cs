#if EXT_EVENTS
using System.Text;
using System.Text.Json;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Records the changes of the inner registry as events.</summary>
internal sealed partial class EventingRegistry(
    IRegistry inner, ChangeRecorder changes, EventBridge bridge, EventInterest interest)
    : DelegatingRegistry(inner)
{
    /// <summary>The default maximum of bytes that one deletion may add to the journal: some 20,000 tags.</summary>
    public const long DefaultMaxDeletionBytes = 16 * 1024 * 1024;

    private readonly RepositoryLocks _turns = new();

    /// <summary>The maximum number of bytes that one deletion may add to the journal.</summary>
    public long MaxDeletionBytes { get; init; } = DefaultMaxDeletionBytes;

    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        using var turn = await _turns.EnterAsync(push.Repository, cancellationToken);
        var intent = await IntendAsync(push, cancellationToken);
        try
        {
            return await changes.ChangeAsync(
                intent,
                () => Inner.PushManifestAsync(push, cancellationToken),
                _ => EventsOf.Push(intent, Encoding.UTF8.GetString(push.Content.Span), bridge.NewId));
        }
        catch (RegistryException refusal) when (refusal.Error == RegistryError.LintFailed)
        {
            await changes.RecordAsync(
                EventsOf.LintFailure(intent, Encoding.UTF8.GetString(push.Content.Span), bridge.NewId()));
            throw;
        }
    }

    public override async ValueTask<bool> DeleteManifestAsync(
        ManifestDelete delete, CancellationToken cancellationToken)
    {
        using var turn = await _turns.EnterAsync(delete.Repository, cancellationToken);
        if (await Inner.FindManifestAsync(delete.Repository, delete.Reference, cancellationToken) is not { } manifest)
        {
            return await Inner.DeleteManifestAsync(delete, cancellationToken);
        }

        var kind = delete.Reference.IsDigest ? EventKind.ManifestDeleted : EventKind.TagDeleted;
        var intent = new Intent(
            bridge.Create(kind, delete.Repository, delete.Call) with
            {
                Target = new EventDescriptor(manifest.MediaType, manifest.Digest.ToString(), manifest.Size),
                Tag = delete.Reference.Tag?.ToString(),
            },
            delete.Reference.IsDigest ? await TagsOfAsync(delete.Repository, manifest.Digest, cancellationToken) : [],
            IsNewRepository: false);
        RequireBoundedDeletion(delete, intent);
        return await changes.ChangeAsync(
            intent,
            () => Inner.DeleteManifestAsync(delete, cancellationToken),
            isDone => isDone ? EventsOf.Deletion(intent, bridge.NewId) : []);
    }

    // Each tag that is deleted with the digest has its own event, and all of them are written together.
    private void RequireBoundedDeletion(ManifestDelete delete, Intent intent)
    {
        var bytes = intent.Tags.Count * (long)JsonSerializer.SerializeToUtf8Bytes(
            intent.Event, JournalJson.Default.RegistryEvent).Length;
        if (bytes > MaxDeletionBytes)
        {
            throw RegistryError.ManifestCollision.With(
                "reference", delete.Reference,
                $"{intent.Tags.Count} tags share it, and their events exceed {MaxDeletionBytes} bytes: delete "
                    + "some of the tags first");
        }
    }

    private static EventDescriptor Of(Descriptor content) =>
        new(content.MediaType, content.Digest.ToString(), content.Size);

    private async ValueTask<Intent> IntendAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        var state = await Inner.FindStateAsync(push.Repository, cancellationToken);
        var digest = push.Digest;
        return new Intent(
            bridge.Create(EventKind.ManifestPushed, push.Repository, push.Call) with
            {
                Target = new EventDescriptor(push.MediaType, digest.ToString(), push.Content.Length),
                IsChange = state?.HasManifest(digest) is not true,
            },
            [
                .. push.AllTags.Distinct().Select(
                    tag => new IntendedTag(tag.ToString(), state?.FindTag(tag)?.ToString())),
            ],
            IsNewRepository: state is null);
    }

    private async ValueTask<IReadOnlyList<IntendedTag>> TagsOfAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var state = await Inner.FindStateAsync(repository, cancellationToken);
        return [.. (state?.TagsOf(digest) ?? []).Select(name => new IntendedTag(name, digest.ToString()))];
    }
}
#endif
