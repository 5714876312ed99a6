using Zot.Registry;

namespace Zot.Metering.Sizes;

/// <summary>Schedules changed repositories for measurement.</summary>
/// <remarks>Blob uploads are ignored: a manifest that references the blob follows.</remarks>
public sealed class MeasuredRegistry(IRegistry inner, StorageSizes sizes) : DelegatingRegistry(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        var pushed = await Inner.PushManifestAsync(push, cancellationToken);
        sizes.MeasureSoon(push.Repository);
        return pushed;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delete);
        var wasHere = await Inner.DeleteManifestAsync(delete, cancellationToken);
        sizes.MeasureSoon(delete.Repository);
        return wasHere;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteBlobAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var wasHere = await Inner.DeleteBlobAsync(repository, digest, cancellationToken);
        sizes.MeasureSoon(repository);
        return wasHere;
    }
}
