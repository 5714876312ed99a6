using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>Several running servers, each with a client.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly List<(Peer Peer, RegistryClient Client)> _all = [];

    /// <summary>The servers, in the order of their start.</summary>
    internal IReadOnlyList<(Peer Peer, RegistryClient Client)> All => _all;

    /// <summary>Starts another server, and waits until it is idle.</summary>
    internal async Task StartAsync(Peer peer, CancellationToken cancellationToken)
    {
        try
        {
            await peer.StartAsync(cancellationToken);
        }
        finally
        {
            _all.Add((peer, new RegistryClient(peer.Address)));
        }

        await ScaleBench.ReplaceAsync(peer, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (peer, client) in _all)
        {
            client.Dispose();
            await peer.DisposeAsync();
        }
    }
}
