#if EXT_EVENTS
using Zot.Registry;

namespace Zot.Extensions.Tests.Events;

/// <summary>A registry that rejects every push of a manifest, as immutable tags, quotas and lost rights do.</summary>
internal sealed class RejectingRegistry(IRegistry inner) : DelegatingRegistry(inner)
{
    public override ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken) =>
        throw RegistryError.Denied.With("reference", push.Reference);
}
#endif
