using System.Diagnostics;

namespace Zot.Benchmarks.Peers;

/// <summary>Debian's <c>docker-registry</c>: the base of all rows.</summary>
/// <remarks>The descriptor cache is enabled, as in the configuration of the package.</remarks>
internal sealed class DockerRegistryPeer(string binary, string folder) : Peer(PeerName, folder)
{
    internal const string PeerName = "docker-registry";

    protected override ProcessStartInfo Configure(int port)
    {
        var file = Path.Combine(Folder, "config.yml");
        File.WriteAllText(file, $"""
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              cache:
                blobdescriptor: inmemory
              delete:
                enabled: true
              filesystem:
                rootdirectory: {Data}
            http:
              addr: 127.0.0.1:{port}
              secret: benchmark
            """);
        return new ProcessStartInfo(binary, ["serve", file]);
    }
}
