using System.Diagnostics;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>What every phase of a comparison works with.</summary>
internal sealed class Bench(CompareOptions options, string folder)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _dockerRegistry = Tool.Find("docker-registry");
    private readonly string _nginx = Tool.Find("nginx");

    internal CompareOptions Options { get; } = options;

    /// <summary>Where everything temporary goes.</summary>
    internal string Folder { get; } = folder;

    internal Results Results { get; } = new();

    internal Wrk Wrk { get; } = new(Tool.Find("wrk"));

    internal Curl Curl { get; } = new(Tool.Find("curl"));

    /// <summary>The program of each server.</summary>
    internal IReadOnlyDictionary<string, string> Binaries
    {
        get
        {
            var binaries = new Dictionary<string, string>
            {
                [DockerRegistryPeer.PeerName] = _dockerRegistry,
                [NginxPeer.PeerName] = _nginx,
            };
            if (Options.Zot is { } zot)
            {
                binaries[ZotPeer.PeerName] = zot.FullName;
            }

            if (Options.Baseline is { } baseline)
            {
                binaries[ZotPeer.BaselineName] = baseline.FullName;
            }

            return binaries;
        }
    }

    /// <summary>One of each server, not yet started, with empty folders for a phase.</summary>
    internal IReadOnlyList<Peer> CreatePeers(string phase)
    {
        var under = Path.Combine(Folder, phase);
        List<Peer> peers = [new DockerRegistryPeer(_dockerRegistry, Path.Combine(under, "docker-registry"))];
        if (Options.Zot is { } zot)
        {
            peers.Add(new ZotPeer(zot.FullName, Path.Combine(under, "zot")));
        }

        if (Options.Baseline is { } baseline)
        {
            peers.Add(new ZotPeer(baseline.FullName, Path.Combine(under, "baseline"), ZotPeer.BaselineName));
        }

        peers.Add(new NginxPeer(_nginx, Path.Combine(under, "nginx")));
        return peers;
    }

    /// <summary>Says on the terminal what happens; the table alone goes to standard output.</summary>
    internal void Say(string what) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
