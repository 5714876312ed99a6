using Zot.Registry;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>Rejects images without the annotation <c>note</c>.</summary>
internal sealed class NotedImagesLayer(IRegistry inner) : DelegatingRegistry(inner)
{
    public override ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken) =>
        push.Manifest.Annotations?.ContainsKey("note") is true
            ? Inner.PushManifestAsync(push, cancellationToken)
            : throw RegistryError.LintFailed.With("reference", push.Reference);
}
