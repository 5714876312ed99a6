using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Content;

/// <summary>Selects the storage layout of a server.</summary>
internal static class StorageFiles
{
    internal static IStorageFiles For(Peer peer) => peer switch
    {
        ZotPeer => new ImageLayoutFiles(peer.Data),
        DockerRegistryPeer => new DistributionFiles(peer.Data),
        _ => throw new ArgumentException($"{peer.Name} keeps no repositories", nameof(peer)),
    };
}
