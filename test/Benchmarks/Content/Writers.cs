using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Content;

/// <summary>Knows which server keeps its content in which form.</summary>
internal static class Writers
{
    internal static IRepositoryWriter For(Peer peer) => peer switch
    {
        ZotPeer => new ImageLayoutWriter(peer.Data),
        DockerRegistryPeer => new DistributionWriter(peer.Data),
        _ => throw new ArgumentException($"{peer.Name} keeps no repositories", nameof(peer)),
    };
}
