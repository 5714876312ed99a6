using System.Collections.Concurrent;
using Zot.Client.Commands;
using Zot.Hosting;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>Layers at the places of the extensions lint and events: one rejects images, one records pushes.</summary>
internal sealed class RulesExtension : IZotExtension
{
    public string Name => "rules";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public ConcurrentQueue<string> Pushes { get; } = new();

    public void Configure(ZotBuilder zot)
    {
        zot.AddLayer(RegistryLayer.Lint, static (inner, _) => new NotedImagesLayer(inner));
        zot.AddLayer(RegistryLayer.Events, (inner, _) => new RecordingLayer(inner, Pushes.Enqueue));
    }
}
