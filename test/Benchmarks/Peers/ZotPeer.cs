using System.Diagnostics;

namespace Zot.Benchmarks.Peers;

/// <summary>The binary under test, with only the address, the data directory and the log level configured.</summary>
internal sealed class ZotPeer(string binary, string folder, string name = ZotPeer.PeerName) : Peer(name, folder)
{
    internal const string PeerName = "zot";

    /// <summary>The name of the binary to compare with.</summary>
    internal const string BaselineName = "baseline";

    protected override ProcessStartInfo Configure(int port)
    {
        var file = Path.Combine(Folder, "config.json");
        File.WriteAllText(file, $$"""
            {
              "storage": { "rootDirectory": "{{Data}}" },
              "http": { "address": "127.0.0.1", "port": "{{port}}" },
              "log": { "level": "error" }
            }
            """);
        return new ProcessStartInfo(binary, ["serve", file]);
    }
}
