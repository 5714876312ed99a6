using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>
/// Rejects requests that move or remove immutable tags. Pushing the manifest that a tag already points to is allowed.
/// </summary>
/// <remarks>
/// Applies to clients only: the operator's retention rules may remove immutable tags. Requests are checked twice:
/// before anything is stored, and at the commit point, with the tags and the configuration of that moment.
/// </remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="tags">The immutable tags.</param>
/// <param name="meter">Counts rejected requests.</param>
internal sealed class ImmutableTagsRegistry(
    IRegistry inner, ImmutableTags tags, LimitMeter meter) : DelegatingRegistry(inner)
{
    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        if (tags.Concern(push.Repository)
            && await Inner.FindStateAsync(push.Repository, cancellationToken) is { } state)
        {
            Check(push, state);
        }

        return await Inner.PushManifestAsync(push.With(now => Check(push, now)), cancellationToken);
    }

    public override async ValueTask<bool> DeleteManifestAsync(
        ManifestDelete delete, CancellationToken cancellationToken) =>
        await Inner.DeleteManifestAsync(delete.With(now => Check(delete, now)), cancellationToken);

    private void Check(ManifestPush push, IRepositoryState state)
    {
        foreach (var tag in push.AllTags)
        {
            if (state.FindTag(tag) is { } current
                && tags.Contain(push.Repository, tag.ToString())
                && current != push.Digest)
            {
                throw Refusal(tag.ToString(), $"the tag '{tag}' is immutable and points to {current}");
            }
        }
    }

    private void Check(ManifestDelete delete, IRepositoryState state)
    {
        if (!tags.Concern(delete.Repository))
        {
            return;
        }

        if (delete.Reference.Tag is not { } tag)
        {
            var guarded = state.TagsOf(delete.Reference.Digest!.Value)
                .FirstOrDefault(name => tags.Contain(delete.Repository, name));
            if (guarded is not null)
            {
                throw Refusal(delete.Reference.ToString(), $"the tag '{guarded}' is immutable");
            }
        }
        else if (tags.Contain(delete.Repository, tag.ToString()) && state.FindTag(tag) is { } current)
        {
            throw Refusal(tag.ToString(), $"the tag '{tag}' is immutable and points to {current}");
        }
    }

    private RegistryException Refusal(string reference, string reason)
    {
        meter.CountRejection(LimitMeter.ImmutableTags);
        return RegistryError.TagImmutable.With("reference", reference, reason);
    }
}
