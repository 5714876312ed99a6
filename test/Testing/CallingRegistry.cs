using Zot.Registry;

namespace Zot.Testing;

/// <summary>A registry whose pushes and mounts are those of one caller, the same as in the HTTP endpoints.</summary>
/// <param name="inner">The inner registry.</param>
/// <param name="user">Returns the name of the user; <see langword="null"/> for an anonymous user.</param>
public sealed class CallingRegistry(IRegistry inner, Func<string?> user) : DelegatingRegistry(inner)
{
    private CallContext Call => new() { User = user() };

    /// <inheritdoc/>
    public override ValueTask<IBlobUpload> StartUploadAsync(UploadStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Inner.StartUploadAsync(start with { Call = start.Call ?? Call }, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<Descriptor?> MountBlobAsync(BlobMount mount, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mount);
        return Inner.MountBlobAsync(mount with { Call = mount.Call ?? Call }, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        return Inner.PushManifestAsync(push with { Call = push.Call ?? Call }, cancellationToken);
    }
}
