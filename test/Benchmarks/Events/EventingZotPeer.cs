using System.Diagnostics;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Events;

/// <summary>A zot that tells a sink over HTTP of its events, or none.</summary>
/// <param name="name">The heading of its column.</param>
/// <param name="binary">The binary.</param>
/// <param name="folder">Its folder.</param>
/// <param name="sink">Where it tells of events; <see langword="null"/> for nowhere, with the extension off.</param>
internal sealed class EventingZotPeer(string name, string binary, string folder, Uri? sink) : Peer(name, folder)
{
    protected override ProcessStartInfo Configure(int port)
    {
        var file = Path.Combine(Folder, "config.json");
        var extensions = sink is null
            ? ""
            : $$""", "extensions": { "events": { "enable": true, "sinks": [{ "name": "bench", "type": "http", "address": "{{sink}}" }] } }""";
        File.WriteAllText(file, $$"""
            {
              "storage": { "rootDirectory": "{{Data}}" },
              "http": { "address": "127.0.0.1", "port": "{{port}}" },
              "log": { "level": "error" }{{extensions}}
            }
            """);
        return new ProcessStartInfo(binary, ["serve", file]);
    }
}
