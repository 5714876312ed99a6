using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>A copy of another registry that is filled on demand.</summary>
/// <param name="upstream">The other registry.</param>
internal sealed class MirrorExtension(IRegistry upstream) : IZotExtension
{
    public string Name => "mirror";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot) =>
        zot.AddLayer(RegistryLayer.OnDemandSync, (inner, _) => new MirrorLayer(inner, upstream));
}
