using Zot.Registry;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>Records the manifests that were pushed.</summary>
internal sealed class RecordingLayer(IRegistry inner, Action<string> record) : DelegatingRegistry(inner)
{
    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        var pushed = await Inner.PushManifestAsync(push, cancellationToken);
        record($"{push.Repository}:{push.Reference}");
        return pushed;
    }
}
