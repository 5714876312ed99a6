#if EXT_EVENTS
using System.Text;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Determines from the content whether an intended change was made.</summary>
/// <param name="content">The inner registry.</param>
/// <param name="bridge">The source of ids for new events.</param>
internal sealed class IntentResolver(IRegistry content, EventBridge bridge)
{
    /// <summary>Returns the events of a change as far as it was made; empty if it was not.</summary>
    /// <remarks>
    /// A change that leaves the content as it was cannot be detected. Its client was not told
    /// that it succeeded, either.
    /// </remarks>
    public async ValueTask<IReadOnlyList<RegistryEvent>> ResolveAsync(Intent intent)
    {
        var repository = RepositoryName.Parse(intent.Event.Repository);
        var events = new List<RegistryEvent>();
        if (intent.IsNewRepository && await content.HasRepositoryAsync(repository, CancellationToken.None))
        {
            events.Add(EventsOf.NewRepository(intent, bridge.NewId()));
        }

        events.AddRange(intent.Event.Kind switch
        {
            EventKind.ManifestPushed => await PushedAsync(intent, repository),
            EventKind.ManifestDeleted when await IsGoneAsync(repository, intent.Event.Target!.Digest) =>
                EventsOf.Deletion(intent, bridge.NewId),
            EventKind.TagDeleted when await IsGoneAsync(repository, intent.Event.Tag!) => [intent.Event],
            EventKind.BlobPushed or EventKind.BlobMounted
                when intent.Event.IsChange && await HasBlobAsync(intent, repository) => [intent.Event],
            EventKind.BlobDeleted when !await HasBlobAsync(intent, repository) => [intent.Event],
            _ => [],
        });
        return events;
    }

    private async ValueTask<IReadOnlyList<RegistryEvent>> PushedAsync(Intent intent, RepositoryName repository)
    {
        var digest = Digest.Parse(intent.Event.Target!.Digest);
        if (await content.GetManifestAsync(
            repository, Reference.To(digest), CancellationToken.None) is not { } manifest)
        {
            return [];
        }

        var text = Encoding.UTF8.GetString(manifest.Content.Span);
        if (intent.Tags.Count == 0)
        {
            return intent.Event.IsChange ? [intent.Event with { Manifest = text }] : [];
        }

        var moved = new List<IntendedTag>();
        foreach (var tag in intent.Tags.Where(tag => tag.Before != intent.Event.Target.Digest))
        {
            var now =
                await content.FindManifestAsync(repository, Reference.To(Tag.Parse(tag.Name)), CancellationToken.None);
            if (now?.Digest == digest)
            {
                moved.Add(tag);
            }
        }

        if (moved.Count == 0 && !intent.Event.IsChange)
        {
            return []; // rejected, or without effect
        }

        return EventsOf.Push(intent with { Tags = moved, IsNewRepository = false }, text, bridge.NewId);
    }

    private async ValueTask<bool> IsGoneAsync(RepositoryName repository, string reference) =>
        await content.FindManifestAsync(repository, Reference.Parse(reference), CancellationToken.None) is null;

    private async ValueTask<bool> HasBlobAsync(Intent intent, RepositoryName repository) =>
        await content.FindBlobAsync(
            repository, Digest.Parse(intent.Event.Target!.Digest), CancellationToken.None) is not null;
}
#endif
