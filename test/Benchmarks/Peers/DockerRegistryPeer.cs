using System.Diagnostics;

namespace Zot.Benchmarks.Peers;

/// <summary>Debian's <c>docker-registry</c>: the measure of all rows.</summary>
/// <remarks>Its descriptor cache is on, as in the configuration that the package installs.</remarks>
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
