using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Refuses to move and to remove tags that are to stay. To push what a tag points to already is no move.</summary>
/// <remarks>This is about clients: what the operator's own rules of retention remove, they remove.</remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="contents">What is stored.</param>
/// <param name="tags">Which tags they are.</param>
/// <param name="meter">Who counts refusals.</param>
internal sealed class ImmutableTagsRegistry(
    IRegistry inner, IRepositoryContents contents, ImmutableTags tags, LimitMeter meter) : DelegatingRegistry(inner)
{
    private readonly AsyncLocks<RepositoryName> _turns = new();

    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        if (push.AllTags.Where(tag => tags.Contain(push.Repository, tag.ToString())).ToList() is not { Count: > 0 } guarded)
        {
            return await Inner.PushManifestAsync(push, cancellationToken);
        }

        // Of two who push a new tag at once, the second must see what the first has done.
        using var turn = await _turns.EnterAsync(push.Repository, cancellationToken);
        var digest = push.Reference.Digest ?? DigestAlgorithm.Sha256.Compute(push.Content.Span);
        foreach (var tag in guarded)
        {
            if (await contents.Of(push.Repository).FindTagAsync(push.Repository, tag, cancellationToken) is { } there && there != digest)
            {
                throw Refusal(tag.ToString(), $"the tag '{tag}' stays at {there}");
            }
        }

        return await Inner.PushManifestAsync(push, cancellationToken);
    }

    public override async ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        if (!tags.Concern(delete.Repository))
        {
            return await Inner.DeleteManifestAsync(delete, cancellationToken);
        }

        using var turn = await _turns.EnterAsync(delete.Repository, cancellationToken);
        var stored = contents.Of(delete.Repository);
        if (delete.Reference.Tag is { } tag)
        {
            if (tags.Contain(delete.Repository, tag.ToString())
                && await stored.FindTagAsync(delete.Repository, tag, cancellationToken) is { } there)
            {
                throw Refusal(tag.ToString(), $"the tag '{tag}' stays at {there}");
            }
        }
        else
        {
            var pointing = await stored.TagsOfAsync(delete.Repository, delete.Reference.Digest!.Value, cancellationToken);
            if (pointing.FirstOrDefault(name => tags.Contain(delete.Repository, name)) is { } guarded)
            {
                throw Refusal(delete.Reference.ToString(), $"the tag '{guarded}' stays where it is");
            }
        }

        return await Inner.DeleteManifestAsync(delete, cancellationToken);
    }

    private RegistryException Refusal(string reference, string reason)
    {
        meter.Refuse(LimitMeter.ImmutableTags);
        return RegistryError.TagImmutable.With("reference", reference, reason);
    }
}
