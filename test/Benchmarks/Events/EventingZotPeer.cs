using System.Diagnostics;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Events;

/// <summary>A zot that delivers its events to an HTTP sink, or has the extension disabled.</summary>
/// <param name="name">The heading of the column.</param>
/// <param name="binary">The binary.</param>
/// <param name="folder">The directory of the server.</param>
/// <param name="sink">The address of the sink; <see langword="null"/> to disable the extension.</param>
/// <param name="commit">Whether everything is flushed before it is acknowledged.</param>
internal sealed class EventingZotPeer(string name, string binary, string folder, Uri? sink, bool commit = false) : Peer(name, folder)
{
    protected override ProcessStartInfo Configure(int port)
    {
        var file = Path.Combine(Folder, "config.json");
        var extensions = sink is null
            ? ""
            : $$""", "extensions": { "events": { "enable": true, "sinks": [{ "name": "bench", "type": "http", "address": "{{sink}}" }] } }""";
        File.WriteAllText(file, $$"""
            {
              "storage": { "rootDirectory": "{{Data}}", "commit": {{(commit ? "true" : "false")}} },
              "http": { "address": "127.0.0.1", "port": "{{port}}" },
              "log": { "level": "error" }{{extensions}}
            }
            """);
        return new ProcessStartInfo(binary, ["serve", file]);
    }
}
