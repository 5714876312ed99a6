using Zot.Registry;

namespace Zot.Metadata;

/// <summary>Keeps the metadata index in sync with the inner registry.</summary>
/// <param name="inner">The inner registry.</param>
/// <param name="index">The index.</param>
/// <param name="caller">Returns the name of the caller; <see langword="null"/> for an anonymous user.</param>
public sealed class IndexingRegistry(IRegistry inner, IMetadataIndex index, Func<string?> caller) : DelegatingRegistry(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken)
    {
        var manifest = await Inner.GetManifestAsync(repository, reference, cancellationToken);
        if (manifest is not null)
        {
            index.NotePull(repository, manifest.Descriptor.Digest);
        }

        return manifest;
    }

    /// <inheritdoc/>
    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        var pushed = await Inner.PushManifestAsync(push, cancellationToken);
        if (pushed.IsTaggedAnew)
        {
            index.NoteTagging(push.Repository, pushed.Stored.Digest, caller());
        }
        else
        {
            index.NotePush(push.Repository, pushed.Stored.Digest, caller());
        }

        return pushed;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        var isDeleted = await Inner.DeleteManifestAsync(delete, cancellationToken);
        if (isDeleted && delete.Reference.Digest is { } manifest)
        {
            index.NoteDeletion(delete.Repository, manifest);
        }

        return isDeleted;
    }
}
